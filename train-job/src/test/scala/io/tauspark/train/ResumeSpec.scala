package io.tauspark.train

import java.nio.file.{Files, Path, Paths}

import scala.collection.JavaConverters._
import scala.util.Random

import io.tauspark.config.InvalidInput
import io.tauspark.testing.{FailingFileSystem, SparkSpec}
import io.tauspark.train.config.TrainConfig
import io.tauspark.train.driver.TrainingFailed
import org.apache.hadoop.fs.FileUtil
import org.scalatest.BeforeAndAfterAll
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

class ResumeSpec extends AnyFunSpec with Matchers with SparkSpec with BeforeAndAfterAll {
  private val folder = Files.createTempDirectory("resume-spec")
  private val shards = TrainingInputs.shards(folder.resolve("shards"), 4)
  private val memory = TrainingInputs.memory(folder.resolve("memory"), 24)
  override protected def cores: Int = 4
  override protected def sparkSettings: Map[String, String] =
    Map("spark.hadoop.fs.failing.impl" -> classOf[FailingFileSystem].getName)

  // Neither lines nor scorings nor checkpoints fall together, so that a stop can come between any of them.
  private val rhythm = Seq("steps=72", "log.every=3", "validation.every=7", "checkpoint.every=4", "model.dropout=0.1",
    "rate.schedule=plateau", "rate.plateau.patience=1", "rate.plateau.threshold=0.05")

  override def afterAll(): Unit = {
    FileUtil.fullyDelete(folder.toFile)
    ()
  }

  private def config(run: String, more: String*): TrainConfig =
    TrainJob.configure(TrainingInputs.settings(shards, memory, folder.resolve(run)) ++ rhythm ++ more: _*)

  private def finished(run: String) = new FinishedRun(folder.resolve(run))

  private def unfinished(run: String): Path = folder.resolve(s"$run.unfinished")

  private def checkpoints(run: String): Seq[Path] =
    Option(unfinished(run).resolve("checkpoints").toFile.listFiles).toSeq.flatten
      .filter(_.getName.startsWith("step-")).map(_.toPath).sortBy(_.toString)

  private def newestStep(run: String): Int =
    checkpoints(run).map(_.getFileName.toString.drop("step-".length).toInt).foldLeft(0)(_ max _)

  /** Trains until a new checkpoint of this step or a later one is there, then takes the workers away. */
  private def stopAfter(step: Int, config: TrainConfig): Unit = {
    val run = Paths.get(config.output).getFileName.toString
    val awaited = step max (newestStep(run) + 1)
    val canceller = new Thread(() => {
      while (newestStep(run) < awaited) Thread.sleep(5)
      spark.sparkContext.cancelAllJobs()
    })
    canceller.setDaemon(true)
    canceller.start()
    val thrown = the[Exception] thrownBy TrainJob.run(spark, config)
    thrown.getMessage should include("cancelled")
    canceller.join()
  }

  private lazy val whole = {
    TrainJob.run(spark, config("whole"))
    finished("whole")
  }

  private def shouldBeAsIfItHadNotStopped(run: String): Unit = {
    finished(run).weights == whole.weights shouldBe true
    finished(run).metrics shouldBe whole.metrics
    finished(run).samples shouldBe whole.samples
    Files.exists(unfinished(run)) shouldBe false
  }

  describe("a training that was stopped") {
    for (seed <- 1 to Integer.getInteger("fault.seeds")) it(s"ends with the same weights and the same metrics as one that was not, stopped somewhere ($seed)") {
      whole
      val random = new Random(seed)
      val stops = Seq.fill(2)(4 + random.nextInt(40)).sorted.distinct
      for (stop <- stops) stopAfter(stop, config(s"stopped-$seed"))
      TrainJob.run(spark, config(s"stopped-$seed"))
      shouldBeAsIfItHadNotStopped(s"stopped-$seed")
      finished(s"stopped-$seed").events("resume") should have size stops.size.toLong
    }

    it("stops at once, also where a lone worker has nobody to wait for") {
      stopAfter(4, config("lone", "workers=1", "steps=5000"))
      val stopped = newestStep("lone")
      Thread.sleep(1000)
      newestStep("lone") shouldBe stopped
      stopped should be < 2000
    }

    it("may resume with another number of workers, and still ends the same") {
      whole
      stopAfter(8, config("workers", "workers=1"))
      stopAfter(24, config("workers", "workers=4"))
      TrainJob.run(spark, config("workers", "workers=2"))
      shouldBeAsIfItHadNotStopped("workers")
    }

    it("ends the same where gradients are added up where they are computed, as on a GPU") {
      val onDevice = Seq("gradient-sum=device", "workers=1", "steps=24")
      TrainJob.run(spark, config("device", onDevice: _*))
      stopAfter(8, config("device-stopped", onDevice: _*))
      TrainJob.run(spark, config("device-stopped", onDevice: _*))
      finished("device-stopped").weights == finished("device").weights shouldBe true
      finished("device-stopped").metrics shouldBe finished("device").metrics
    }

    it("resumes from the checkpoint before a damaged one, and says which one is damaged") {
      whole
      stopAfter(16, config("damaged"))
      val newest = checkpoints("damaged").last
      val file = newest.resolve("optimizer.safetensors")
      val bytes = Files.readAllBytes(file)
      bytes(bytes.length / 2) = (bytes(bytes.length / 2) ^ 1).toByte
      Files.write(file, bytes)
      TrainJob.run(spark, config("damaged"))
      shouldBeAsIfItHadNotStopped("damaged")
      finished("damaged").events("damaged").map(_.toString).mkString should include(newest.getFileName.toString)
    }

    it("is not resumed under other settings; they are named, and nothing is lost") {
      stopAfter(4, config("other"))
      val before = checkpoints("other")
      val thrown = the[InvalidInput] thrownBy TrainJob.run(spark, config("other", "rate.peak=2e-2", "batch.windows=2"))
      thrown.getMessage should (include("rate.peak is 0.01 there and 0.02 here") and include("batch.windows is 4 there"))
      thrown.getMessage should include("resume=false")
      checkpoints("other") shouldBe before
    }

    it("starts over if it is told to") {
      stopAfter(4, config("over"))
      TrainJob.run(spark, config("over", "resume=false", "rate.peak=2e-2", "steps=5"))
      finished("over").metrics.last.path("step").asInt shouldBe 5
      finished("over").events("resume") shouldBe empty
    }

    it("is refused while its shards are not what they were, keeps its checkpoints, and resumes once they are back") {
      whole
      val copy = TrainingInputs.shards(folder.resolve("copied"), 4)
      val settings = config("changed", s"data=$copy")
      stopAfter(8, settings)
      val before = checkpoints("changed")
      val part = Paths.get(java.net.URI.create(copy)).resolve("train/part-00001.jsonl.gz")
      val bytes = Files.readAllBytes(part)
      Files.delete(part)
      val missing = the[InvalidInput] thrownBy TrainJob.run(spark, settings)
      missing.getMessage should include("train/part-00001.jsonl.gz")
      Files.write(part, bytes.updated(bytes.length / 2, (bytes(bytes.length / 2) ^ 1).toByte))
      val changed = the[InvalidInput] thrownBy TrainJob.run(spark, settings)
      changed.getMessage should include("train/part-00001.jsonl.gz")
      checkpoints("changed") shouldBe before
      Files.write(part, bytes)
      TrainJob.run(spark, settings)
      shouldBeAsIfItHadNotStopped("changed")
    }
  }

  describe("a training whose page cannot be written") {
    it("is complete without it, and says so") {
      whole
      stopAfter(4, config("pageless"))
      Files.createDirectories(unfinished("pageless").resolve("report.html/in the way"))
      TrainJob.run(spark, config("pageless"))
      shouldBeAsIfItHadNotStopped("pageless")
      finished("pageless").events("report_failed").map(_.path("cause").asText).mkString should include("report.html")
    }
  }

  describe("a training whose disk becomes full") {
    it("fails and says so, keeps its checkpoints, and resumes to the same end once there is room") {
      whole
      val settings = config("full", s"output=failing:${folder.resolve("full")}", "faults.retries=0")
      // Room for a few checkpoints of some 320 kB.
      FailingFileSystem.leaveRoom(1500000, false)
      val thrown = the[TrainingFailed] thrownBy TrainJob.run(spark, settings)
      thrown.getMessage should (include("No space left on device") and include("full.unfinished"))
      checkpoints("full") should not be empty
      FailingFileSystem.leaveRoom(Long.MaxValue / 2, false)
      TrainJob.run(spark, settings)
      shouldBeAsIfItHadNotStopped("full")
    }
  }

  describe("a training that meets a gradient that is too long") {
    val watched = Seq("log.every=1", "steps=40", "rate.schedule=cosine", "checkpoint.every=3")
    lazy val calm = {
      TrainJob.run(spark, config("calm", watched: _*))
      finished("calm")
    }

    // Some gradients of these steps are several times as long as most. This limit is met by the longest alone, at first.
    lazy val limit = calm.norms.sorted.takeRight(2).sum / 2

    it("skips that step, counts it, and goes on") {
      val report = TrainJob.run(spark, config("skips", watched ++ Seq(s"guard.norm=$limit", "guard.skips=100"): _*))
      val skipped = finished("skips").events("skipped")
      skipped.size should be >= 1
      report.workers.asScala.map(_.skipped).distinct shouldBe Seq(skipped.size)
      skipped.head.path("reason").asText should include("guard.norm")
      report.validationLoss should be < report.unigramLoss
    }

    it("goes back to its last checkpoint after too many in a row, passes the batch over, and does so the same way anywhere") {
      val settings = watched ++ Seq(s"guard.norm=$limit", "guard.skips=1", "guard.restarts=1000")
      for (workers <- Seq(1, 2)) TrainJob.run(spark, config(s"back-$workers", settings :+ s"workers=$workers": _*))
      finished("back-1").events("restart") should not be empty
      finished("back-1").weights == finished("back-2").weights shouldBe true
      finished("back-1").metrics shouldBe finished("back-2").metrics
      stopAfter(12, config("back-3", settings: _*))
      TrainJob.run(spark, config("back-3", settings: _*))
      finished("back-3").weights == finished("back-1").weights shouldBe true
      finished("back-3").metrics shouldBe finished("back-1").metrics
    }

    it("fails after a bounded number of those, names the batch, and keeps what there is") {
      val settings = watched ++ Seq("guard.norm=1e-9", "guard.skips=2", "guard.restarts=3")
      val thrown = the[Exception] thrownBy TrainJob.run(spark, config("hopeless", settings: _*))
      thrown.getMessage should (include("sent back 3 times") and include("batch 7 of the run") and include("part-00000"))
      Files.exists(folder.resolve("hopeless")) shouldBe false
      Files.readAllLines(unfinished("hopeless").resolve("events.jsonl")).asScala
        .count(_.contains("\"event\":\"restart\"")) shouldBe 3
    }
  }
}
