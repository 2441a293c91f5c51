package io.tauspark.bench.quality

import java.nio.file.{Files, Path}

import scala.collection.JavaConverters._

import io.tauspark.config.Settings
import io.tauspark.job.JobCommand
import io.tauspark.store.Json
import io.tauspark.train.TrainingInputs
import org.apache.hadoop.fs.FileUtil
import org.scalatest.BeforeAndAfterAll
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

/** Both benchmarks as their users run them, with trainings of a few steps. */
class BenchSpec extends AnyFunSpec with Matchers with BeforeAndAfterAll {
  private val directory = Files.createTempDirectory("bench")
  private val shards = TrainingInputs.shards(directory.resolve("shards"), 2)
  private val memory = TrainingInputs.memory(directory.resolve("memory"), 32)

  override def afterAll(): Unit = {
    FileUtil.fullyDelete(directory.toFile)
    ()
  }

  private val small = Seq("train.model.width=32", "train.model.layers=1", "train.model.context=32",
    "train.model.heads.dot=2", "train.model.heads.tau=4", "train.batch.windows=2", "train.batch.micro-batches=2",
    "variants=[dot, tau]", "memory=" + memory)

  private def quality(output: Path, more: String*): Int =
    JobCommand.execute(new QualityBench, arguments("shards=" + shards)(more: _*) ++ Seq("--output", output.toString))

  private def recall(output: Path, more: String*): Int =
    JobCommand.execute(new RecallBench, arguments()(more: _*) ++ Seq("--output", output.toString))

  private def arguments(own: String*)(more: String*): Array[String] =
    (small ++ own ++ more).flatMap(Seq("--set", _)).toArray

  private def lines(file: Path) = Files.readAllLines(file).asScala.map(Json.tree(_, "a result"))

  /** What must be the same whenever a trial is run. */
  private def found(file: Path) = lines(file)
    .map(result => (result.get("variant").asText, result.get("testBitsPerByte").asDouble, result.get("curve")))
    .sortBy(_._1)

  private val text = Seq("seeds=1", "train.steps=6", "selection.every=4", "train.rate.warmup=2")

  describe("the quality benchmark") {
    val output = directory.resolve("quality")

    it("trains every variant, tests it, and says how they compare") {
      quality(output, text: _*) should be(0)
      val results = lines(output.resolve("results.jsonl"))
      results.map(_.get("variant").asText) should contain theSameElementsAs Seq("dot", "tau")
      for (result <- results) {
        // 2 micro-batches of 2 windows of 32 tokens in each of 6 steps, scored after 4 and at the end.
        result.get("tokens").asLong should be(768)
        result.get("curve").asScala.map(_.get("tokens").asLong) should be(Seq(512, 768))
        result.get("testBitsPerByte").asDouble should (be > 2.0 and be < 9.0)
        result.get("selectionBitsPerByte").asDouble should be(
          result.get("curve").asScala.map(_.get("bitsPerByte").asDouble).min)
      }
      val table = Files.readString(output.resolve("quality.md"))
      table should startWith("| variant | seeds | parameters | test bits/byte | minus dot | ratio to dot | tokens/s |")
      Files.readString(output.resolve("quality.html")) should include("Learning curves")
    }

    it("gives the same results however many trials run side by side") {
      val alone = directory.resolve("alone")
      quality(alone, text :+ "parallel=1": _*) should be(0)
      found(alone.resolve("results.jsonl")) should be(found(output.resolve("results.jsonl")))
    }

    it("adds what is asked for later to what is finished") {
      val before = Files.readString(output.resolve("results.jsonl"))
      quality(output, text :+ "seeds=2": _*) should be(0)
      val after = Files.readString(output.resolve("results.jsonl"))
      after should startWith(before)
      lines(output.resolve("results.jsonl")).map(_.get("seed").asLong).count(_ == 2) should be(2)
    }

    it("does not mix results of different settings") {
      quality(output, text :+ "train.steps=7": _*) should be(2)
    }

    it("refuses variants that would not learn from the same tokens") {
      val more = directory.resolve("more.conf")
      Files.writeString(more, "longer { attention = dot, steps = 100 }")
      val thrown = the[IllegalArgumentException] thrownBy Settings.read(QualityBench.defaults(), null,
        (small ++ Seq("shards=s", "output=o", "definitions=" + more, "variants=[dot, longer]")).asJava,
        (settings: Settings) => QualityConfig.from(settings))
      thrown.getMessage should include("must agree in steps, batch, model.context")
    }
  }

  describe("the recall benchmark") {
    it("asks every variant both tasks over all distances") {
      val output = directory.resolve("recall")
      val few = Seq("seeds=1", "train.steps=4", "examine.every=2", "examine.sequences=8", "train.rate.warmup=2")
      recall(output, few: _*) should be(0)
      val results = lines(output.resolve("recall.jsonl"))
      results.map(result => result.get("task").asText + " " + result.get("variant").asText) should
        contain theSameElementsAs Seq("ASSOCIATIVE dot", "ASSOCIATIVE tau", "INDUCTION dot", "INDUCTION tau")
      for (result <- results) {
        result.get("classes").asScala.map(_.get("from").asInt) should be(Seq(2, 4, 8, 16))
        result.get("classes").asScala.map(_.get("asked").asLong).sum should be > 0L
        result.get("curve") should have size 2
      }
      Files.readString(output.resolve("recall.md")) should include("| variant | seeds | parameters | 2–3 | 4–7 |")
      Files.readString(output.resolve("recall.html")) should include("Right answers by distance")
    }
  }
}
