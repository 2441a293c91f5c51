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
class MqarBenchSpec extends AnyFunSpec with Matchers with BeforeAndAfterAll {
  private val directory = Files.createTempDirectory("mqar")
  private val memory = TrainingInputs.memory(directory.resolve("memory"), 32)

  override def afterAll(): Unit = {
    FileUtil.fullyDelete(directory.toFile)
    ()
  }

  private val small = Seq(
    "train.model.width=32", "train.model.layers=1", "train.model.context=32", "train.model.vocabulary=300",
    "vocabulary=256", "train.model.heads.dot=2", "train.model.heads.tau=4", "train.batch.windows=2", "variants=[dot, tau]",
    "memory=" + memory, "seeds=1", "train.steps=4", "examine.every=2", "examine.sequences=4", "train.rate.warmup=2",
    "lessons=[16x2, 32x4]", "papers=[16x2, 64x8]", "rates=[1e-3, 1e-2]")

  private def mqar(output: Path, more: String*): Int =
    JobCommand.execute(new MqarBench, (small ++ more).flatMap(Seq("--set", _)).toArray ++ Seq("--output", output.toString))

  private def lines(output: Path): Seq[JsonNode] =
    Files.readAllLines(output.resolve("mqar.jsonl")).asScala.map(Json.tree(_, "a result"))

  describe("the benchmark of multi-query associative recall") {
    lazy val output = {
      val made = directory.resolve("made")
      mqar(made) should be(0)
      made
    }

    it("trains every variant at every rate, and tests it on all sizes") {
      val names = lines(output).map(line => Seq("form", "variant", "rate").map(line.get(_).asText).mkString(" "))
      names should contain theSameElementsAs
        (for (form <- Seq("BEHIND", "STACKED"); variant <- Seq("dot", "tau"); rate <- Seq("0.001", "0.01"))
          yield s"$form $variant $rate")
      for (line <- lines(output)) {
        // 2 windows of 32 tokens, or 4 of 16, in each of 4 steps.
        line.get("tokens").asLong should be(256)
        line.get("papers").asScala.map(_.get("asked").asLong) should be(Seq(8L, 32L))
        line.get("curve") should have size 2
      }
      Files.readString(output.resolve("mqar.md")) should include("| 16×2 | 64×8 |")
      Files.exists(output.resolve("mqar.html")) should be(true)
    }

    it("runs nothing again") {
      val before = Files.readString(output.resolve("mqar.jsonl"))
      mqar(output) should be(0)
      Files.readString(output.resolve("mqar.jsonl")) should be(before)
    }

    it("refuses sizes, ids and windows that do not fit together, and writes nothing") {
      for (wrong <- Seq("lessons=[16x5]", "papers=[16]", "vocabulary=301", "vocabulary=16", "train.model.context=64",
          "rates=[]", "forms=[]", "forms=[beside]")) {
        mqar(directory.resolve("refused"), wrong) should be(2)
      }
      Files.exists(directory.resolve("refused")) should be(false)
    }
  }
}
