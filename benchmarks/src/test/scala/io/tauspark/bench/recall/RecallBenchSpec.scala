package io.tauspark.bench.recall

import java.nio.file.{Files, Path}

import scala.collection.JavaConverters._

import com.fasterxml.jackson.databind.JsonNode
import io.tauspark.job.JobCommand
import io.tauspark.store.Json
import io.tauspark.train.TrainingInputs
import org.apache.hadoop.fs.FileUtil
import org.scalatest.BeforeAndAfterAll
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

/** The benchmark as its users run it, with trainings of a few steps. */
class RecallBenchSpec extends AnyFunSpec with Matchers with BeforeAndAfterAll {
  private val directory = Files.createTempDirectory("bench")
  private val memory = TrainingInputs.memory(directory.resolve("memory"), 32)

  override def afterAll(): Unit = {
    FileUtil.fullyDelete(directory.toFile)
    ()
  }

  private val small = Seq("train.model.width=32", "train.model.layers=1", "train.model.context=32",
    "train.model.heads.dot=2", "train.model.heads.tau=4", "train.batch.windows=2", "train.batch.micro-batches=2",
    "variants=[dot, tau]", "memory=" + memory, "seeds=1", "train.steps=4", "examine.every=2", "examine.sequences=8",
    "train.rate.warmup=2")

  private def recall(output: Path, more: String*): Int =
    JobCommand.execute(new RecallBench, (small ++ more).flatMap(Seq("--set", _)).toArray ++ Seq("--output", output.toString))

  private def lines(output: Path) = Files.readAllLines(output.resolve("recall.jsonl")).asScala.map(Json.tree(_, "a result"))

  private def name(result: JsonNode) =
    Seq("task", "variant", "seed").map(result.get(_).asText).mkString(" ")

  /** What must be the same whenever a trial is run. */
  private def found(output: Path) =
    lines(output).map(result => (name(result), result.get("classes"), result.get("curve"))).sortBy(_._1)

  describe("the recall benchmark") {
    lazy val output = {
      val made = directory.resolve("recall")
      recall(made) should be(0)
      made
    }

    it("asks every variant both tasks over all distances") {
      lines(output).map(name) should contain theSameElementsAs
        Seq("ASSOCIATIVE dot 1", "ASSOCIATIVE tau 1", "INDUCTION dot 1", "INDUCTION tau 1")
      for (result <- lines(output)) {
        // 2 micro-batches of 2 sequences of 32 tokens in each of 4 steps.
        result.get("tokens").asLong should be(512)
        result.get("classes").asScala.map(_.get("from").asInt) should be(Seq(2, 4, 8, 16))
        result.get("classes").asScala.map(_.get("asked").asLong).sum should be > 0L
        result.get("curve") should have size 2
      }
      Files.readString(output.resolve("recall.md")) should include("| variant | seeds | parameters | kB of past | 2–3 | 4–7 |")
      Files.readString(output.resolve("recall.html")) should include("Right answers by distance")
    }

    it("gives the same results however many trials run side by side") {
      val alone = directory.resolve("alone")
      recall(alone, "parallel=1") should be(0)
      found(alone) should be(found(output))
    }

    it("adds what is asked for later to what is finished") {
      val before = Files.readString(output.resolve("recall.jsonl"))
      recall(output, "seeds=2") should be(0)
      Files.readString(output.resolve("recall.jsonl")) should startWith(before)
      lines(output).count(_.get("seed").asLong == 2) should be(4)
    }

    it("asks one task alone if that is all that is wanted") {
      val one = directory.resolve("one")
      recall(one, "tasks=induction", "variants=[tau]") should be(0)
      lines(one).map(name) should be(Seq("INDUCTION tau 1"))
    }

    it("does not mix results of different settings") {
      recall(output, "train.steps=5") should be(2)
    }
  }
}
