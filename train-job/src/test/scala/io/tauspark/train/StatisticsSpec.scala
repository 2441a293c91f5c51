package io.tauspark.train

import io.tauspark.testing.SparkSpec
import io.tauspark.train.state.Checkpoint
import java.nio.file.Files

import scala.collection.JavaConverters._

import com.fasterxml.jackson.databind.JsonNode
import org.apache.hadoop.conf.Configuration
import org.apache.hadoop.fs.{FileUtil, Path}
import org.scalatest.BeforeAndAfterAll
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

class StatisticsSpec extends AnyFunSpec with Matchers with SparkSpec with BeforeAndAfterAll {
  private val folder = Files.createTempDirectory("statistics-spec")
  private val shards = TrainingInputs.shards(folder.resolve("shards"), 4)
  private val memory = TrainingInputs.memory(folder.resolve("memory"), 24)
  override protected def cores: Int = 4

  // Two layers, one of tau heads in pairs that share their keys, one of half grid, quarter dot and quarter mean.
  private val mixed = Seq(
    "steps=12",
    "log.every=5",
    "checkpoint.every=4",
    "model.dropout=0.1",
    "model.width=48",
    "attention=[[tau],[grid,grid,dot,mean]]",
    "model.heads.grid=8",
    "model.heads.dot=8",
    "model.heads.mean=8",
    "model.queries-per-key=2")
  private val wide = TrainingInputs.memory(folder.resolve("wide"), 48)

  override def afterAll(): Unit = {
    FileUtil.fullyDelete(folder.toFile)
    ()
  }

  private def train(run: String, more: String*): FinishedRun = {
    TrainJob.run(spark, TrainJob.configure(
      TrainingInputs.settings(shards, memory, folder.resolve(run)) ++ mixed ++ Seq(s"memory=$wide") ++ more: _*))
    new FinishedRun(folder.resolve(run))
  }

  private lazy val two = train("two")
  private val rounds = Seq("parallel.mode=rounds", "parallel.rounds.steps=3")

  private def lines(run: FinishedRun): Seq[JsonNode] = run.metrics.filter(_.path("split").asText == "train")

  private def layers(line: JsonNode): Seq[JsonNode] = line.path("layers").asScala.toSeq

  private def heads(layer: JsonNode): Seq[JsonNode] = layer.path("heads").asScala.toSeq

  private def names(node: JsonNode): Set[String] = node.fieldNames.asScala.toSet

  private val everywhere = Set("effective_keys", "entropy")
  private val ofLambda = Set("lambda", "lambda_q", "lambda_k", "energy_q", "energy_k", "saturated")
  private val ofProjections = Set("grad_norm_q", "grad_norm_k")

  describe("the lines of a training whose layers mix all kinds of attention") {
    it("tell of each layer and head what its kind has, and nothing else") {
      for (line <- lines(two)) {
        line.path("visible_keys").asDouble should (be > 1.0 and be < 48.0)
        layers(line).map(_.path("layer").asInt) shouldBe Seq(0, 1)
        for (layer <- layers(line)) names(layer) shouldBe everywhere ++ ofLambda ++ ofProjections ++ Set("layer", "heads")
        heads(layers(line).head).map(_.path("kind").asText) shouldBe Seq.fill(4)("tau")
        heads(layers(line)(1)).map(_.path("kind").asText) shouldBe
          Seq.fill(4)("grid") ++ Seq.fill(2)("dot") ++ Seq.fill(2)("mean")
        for (head <- layers(line).flatMap(heads)) {
          val scored = everywhere ++ ofProjections ++ Set("kind", "within", "temperature", "delay")
          names(head) shouldBe (head.path("kind").asText match {
            case "mean" => everywhere ++ Set("kind", "within")
            case "dot" => scored
            case _ => scored ++ ofLambda ++ Set("tau", "median_energy", "matched")
          })
        }
        heads(layers(line).head).map(_.path("delay").asInt) shouldBe Seq(0, 0, 1, 1)
      }
    }

    it("have ordered quantiles, shares between 0 and 1, and as many effective keys as there can be") {
      for (line <- lines(two); node <- layers(line) ++ layers(line).flatMap(heads)) {
        for (name <- Seq("lambda", "lambda_q", "lambda_k", "energy_q", "energy_k"); values = node.path(name) if !values.isMissingNode) {
          val Seq(low, middle, high) = Seq("p05", "p50", "p95").map(values.path(_).asDouble)
          low should (be > 0.0 and be <= middle)
          high should be >= middle
          if (name.startsWith("lambda")) high should be < 1.0
        }
        if (node.has("saturated")) node.path("saturated").asDouble should (be >= 0.0 and be <= 1.0)
        node.path("effective_keys").asDouble should (be >= 1.0 and be <= line.path("visible_keys").asDouble * 1.0001)
        node.path("entropy").asDouble should be >= 0.0
        if (node.has("matched")) node.path("matched").asDouble should (be >= 0.0 and be <= 1.0001)
        // Of 48 tokens: less than 1, 2, 4, 8, 16, 32 and 64 away.
        if (node.has("within")) {
          val shares = node.path("within").asScala.map(_.asDouble).toSeq
          shares should have size 7
          shares.sorted shouldBe shares
          shares.last shouldBe 1.0 +- 1e-5
        }
        // Nothing reaches them at the first step, since the matrix after attention starts at zero.
        for (name <- ofProjections if node.has(name))
          (node.path(name).asDouble > 0) shouldBe (line.path("step").asInt > 1)
      }
    }

    it("say that before the first step the median energy of keys is tau") {
      val first = lines(two).head
      for (head <- layers(first).flatMap(heads) if head.has("tau")) {
        // Calibration saw the first micro-batch, the line tells of all four.
        math.log(head.path("median_energy").asDouble / head.path("tau").asDouble) shouldBe 0.0 +- 0.3
        head.path("lambda_k").path("p50").asDouble shouldBe 0.5 +- 0.08
      }
    }

    it("are the same on 1 worker, 2 and 4") {
      for (workers <- Seq(1, 4)) train(s"workers-$workers", s"workers=$workers").metrics shouldBe two.metrics
    }

    it("are told in rounds too, with the last line of a round") {
      val told = lines(train("rounds", rounds: _*))
      told.map(_.path("step").asInt) shouldBe Seq(1, 5, 10, 12)
      told.map(layers(_).size) shouldBe Seq(2, 2, 0, 2)
      for (line <- told; layer <- layers(line)) {
        heads(layer).size shouldBe Seq(4, 8)(layers(line).indexOf(layer))
        names(layer) shouldBe everywhere ++ ofLambda ++ ofProjections ++ Set("layer", "heads")
      }
    }
  }

  describe("a checkpoint between two lines") {
    // Tokens of a step, each counted by four query heads and two key heads in either layer.
    val ofAStep = 4L * 4 * 48 * (4 + 2 + 4 + 2)

    def counted(run: String): Map[Int, Long] = {
      val hadoop = new Configuration()
      folder.resolve(s"$run/checkpoints").toFile.listFiles.filter(_.getName.startsWith("step-")).map { directory =>
        val checkpoint = Checkpoint.at(new Path(directory.toURI), hadoop)
        checkpoint.state.step -> checkpoint.lambdaCounts(hadoop).sum
      }.toMap
    }

    it("holds every lambda of all workers since the last line") {
      two
      counted("two") shouldBe Map(4 -> 3 * ofAStep, 8 -> 3 * ofAStep, 12 -> 0)
    }

    it("holds those of whole rounds that no line has told") {
      train("counted", rounds: _*)
      counted("counted") shouldBe Map(6 -> ofAStep, 9 -> 4 * ofAStep, 12 -> 0)
    }
  }
}
