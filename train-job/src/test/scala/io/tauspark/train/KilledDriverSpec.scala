package io.tauspark.train

import java.nio.file.Files

import org.apache.hadoop.fs.FileUtil
import org.scalatest.BeforeAndAfterAll
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

class KilledDriverSpec extends AnyFunSpec with Matchers with BeforeAndAfterAll {
  private val folder = Files.createTempDirectory("killed-driver-spec")
  private val shards = TrainingInputs.shards(folder.resolve("shards"), 4)
  private val memory = TrainingInputs.memory(folder.resolve("memory"), 24)
  private var started = Seq.empty[TrainingProcess]

  override def afterAll(): Unit = {
    started.foreach(_.kill())
    FileUtil.fullyDelete(folder.toFile)
    ()
  }

  private def start(run: String, more: String*): TrainingProcess = {
    val settings = TrainingInputs.settings(shards, memory, folder.resolve(run)) ++ Seq("steps=60", "checkpoint.every=5")
    val process = new TrainingProcess(folder.resolve(s"$run.log"), settings ++ more)
    started :+= process
    process
  }

  describe("a training whose driver is killed with -9") {
    it("resumes when the same command is given again, and ends as one that was not killed") {
      start("whole").exit() shouldBe 0
      val killed = start("killed")
      val checkpoints = folder.resolve("killed.unfinished/checkpoints").toFile
      while (killed.isAlive && !Option(checkpoints.list).exists(_.exists(_.startsWith("step-")))) Thread.sleep(5)
      killed.kill()
      Files.exists(folder.resolve("killed")) shouldBe false
      Files.size(folder.resolve("killed.unfinished/metrics.jsonl")) should be > 0L

      start("killed").exit() shouldBe 0
      val Seq(whole, again) = Seq("whole", "killed").map(run => new FinishedRun(folder.resolve(run)))
      again.events("resume") should have size 1
      again.weights == whole.weights shouldBe true
      again.metrics shouldBe whole.metrics
    }
  }

  describe("the command's exit code") {
    it("is 2 for what cannot be, with one message and nothing written") {
      val many = start("many", "workers=4")
      many.exit() shouldBe 2
      many.text should include("too few for workers = 4")
      folder.toFile.list.filter(_.startsWith("many")).toSeq shouldBe Seq("many.log")
    }

    it("is 1 for a training that fails, which says where it is kept") {
      val hopeless = start("hopeless", "guard.norm=1e-9", "guard.skips=1", "guard.restarts=1")
      hopeless.exit() shouldBe 1
      hopeless.text should (include("sent back 1 times") and include("hopeless.unfinished"))
    }

    it("is 2 for an output that cannot be written, with its path") {
      Files.writeString(folder.resolve("file"), "in the way")
      val blocked = start("blocked", s"output=$folder/file/run")
      blocked.exit() shouldBe 2
      blocked.text should include(s"$folder/file/run")
    }
  }
}
