package io.tauspark.train

import io.tauspark.testing.SparkSpec
import io.tauspark.train.config.TrainConfig
import java.nio.file.Files

import scala.collection.JavaConverters._

import com.fasterxml.jackson.databind.{JsonNode, ObjectMapper}
import org.apache.hadoop.fs.FileUtil
import org.scalatest.BeforeAndAfterAll
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

class DiagnosisSpec extends AnyFunSpec with Matchers with SparkSpec with BeforeAndAfterAll {
  private val folder = Files.createTempDirectory("diagnosis-spec")
  private val shards = TrainingInputs.shards(folder.resolve("shards"), 4)
  private val memory = TrainingInputs.memory(folder.resolve("memory"), 24)

  // Weights halve at every step, until queries and keys vanish beside the epsilon under their energies.
  private val collapsing = Seq("log.every=2", "rate.peak=1e-5", "rate.warmup=1", "rate.schedule=constant",
    "optimizer.weight-decay=50000")

  override def afterAll(): Unit = {
    FileUtil.fullyDelete(folder.toFile)
    ()
  }

  private def config(run: String, more: Seq[String]): TrainConfig =
    TrainJob.configure(TrainingInputs.settings(shards, memory, folder.resolve(run)) ++ more: _*)

  private def diagnosis(run: String): JsonNode = new ObjectMapper().readTree(folder.resolve(s"$run/diagnosis.json").toFile)

  private def heads(nodes: Seq[JsonNode]): Seq[Seq[Int]] =
    nodes.map(node => Seq("step", "layer", "head").map(node.path(_).asInt))

  private lazy val whole = {
    TrainJob.run(spark, config("whole", collapsing))
    new FinishedRun(folder.resolve("whole"))
  }

  describe("a training whose weights decay to nothing") {
    it("is told that lambda collapses, once for each head, with a reason") {
      val collapses = whole.events("collapse")
      collapses.size should be >= 4
      heads(collapses).map(_.tail).distinct should have size collapses.size.toLong
      for (event <- collapses) {
        event.path("spread").asDouble should be < event.path("widest_spread").asDouble / 4
        event.path("reason").asText should include("far below tau")
      }
    }

    it("leaves a diagnosis of the same collapses") {
      heads(diagnosis("whole").path("collapses").asScala.toSeq) shouldBe heads(whole.events("collapse"))
    }

    it("is told the same, and nothing twice, when it is stopped and resumed") {
      whole
      val stop = new Thread(() => {
        val checkpoint = folder.resolve("stopped.unfinished/checkpoints/step-000020").toFile
        while (!checkpoint.exists) Thread.sleep(5)
        spark.sparkContext.cancelAllJobs()
      })
      stop.setDaemon(true)
      stop.start()
      an[Exception] should be thrownBy TrainJob.run(spark, config("stopped", collapsing))
      stop.join()
      TrainJob.run(spark, config("stopped", collapsing))
      val stopped = new FinishedRun(folder.resolve("stopped"))
      stopped.events("resume") should have size 1
      for (kind <- Seq("collapse", "medians_falling")) heads(stopped.events(kind)) shouldBe heads(whole.events(kind))
      diagnosis("stopped") shouldBe diagnosis("whole")
    }
  }

  describe("an ordinary training") {
    it("has a diagnosis without collapses, of what its losses and lambda did") {
      TrainJob.run(spark, config("ordinary", Seq("log.every=2", "validation.every=5", "calibration.strategy=interval",
        "calibration.every=10")))
      val found = diagnosis("ordinary")
      found.path("collapses") shouldBe empty
      val correlation = found.path("correlation")
      correlation.path("all").path("points").asInt shouldBe 8
      correlation.path("layers") should have size 2
      math.abs(correlation.path("all").path("r").asDouble) should (be > 0.0 and be <= 1.0)
      val epiplexity = found.path("epiplexity")
      epiplexity.path("bits").asDouble should be > 0.0
      epiplexity.path("tokens").asLong shouldBe 40L * 4 * 4 * 48
    }
  }
}
