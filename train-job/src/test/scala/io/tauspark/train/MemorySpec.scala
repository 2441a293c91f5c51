package io.tauspark.train

import java.nio.file.Files

import org.apache.hadoop.fs.FileUtil
import org.scalatest.BeforeAndAfterAll
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

class MemorySpec extends AnyFunSpec with Matchers with BeforeAndAfterAll {
  private val folder = Files.createTempDirectory("memory-spec")
  private val shards = TrainingInputs.shards(folder.resolve("shards"), 4)
  private val memory = TrainingInputs.memory(folder.resolve("memory"), 24)
  private val run = folder.resolve("long")

  override def afterAll(): Unit = {
    FileUtil.fullyDelete(folder.toFile)
    ()
  }

  // Tensors that are left behind at every step show after some hundred; nightly builds take more.
  private val steps = Integer.getInteger("memory.steps").intValue
  private val early = 500

  describe(s"a training of $steps steps on two workers") {
    // All of the heap is touched at the start, so that what grows afterwards is outside of it.
    val jvm = Seq("-Xms512m", "-Xmx512m", "-XX:+AlwaysPreTouch")
    val settings = TrainingInputs.settings(shards, memory, run) ++ Seq(s"steps=$steps", "model.context=16", "batch.windows=2",
      "log.every=25", "validation.every=500", "checkpoint.every=100")

    def step: Int = {
      val lines = folder.resolve("long.unfinished/metrics.jsonl").toFile
      if (lines.exists) scala.io.Source.fromFile(lines).getLines().count(_.contains("\"train\"")) * 25 else 0
    }

    it(s"needs no more memory at its end than after $early steps, but for 50 MB") {
      val process = new TrainingProcess(folder.resolve("log"), settings, jvm)
      while (process.isAlive && step < early) Thread.sleep(20)
      val before = process.residentMegabytes.get
      var late = before
      while (process.isAlive) {
        late = process.residentMegabytes.getOrElse(late)
        Thread.sleep(20)
      }
      process.exit() shouldBe 0
      info(f"$before%.0f MB after $early steps, $late%.0f MB at the end")
      late - before should be < 50.0
    }
  }
}
