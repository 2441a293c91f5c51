package io.tauspark.train

import java.nio.file.{Files, Path}

import scala.collection.JavaConverters._

import com.fasterxml.jackson.databind.{JsonNode, ObjectMapper}
import io.tauspark.model.torch.TrainedModel
import io.tauspark.observe.TrainingProgress
import io.tauspark.testing.SparkSpec
import io.tauspark.train.config.TrainConfig
import org.apache.hadoop.conf.Configuration
import org.apache.hadoop.fs.{FileUtil, Path => HadoopPath}
import org.scalatest.BeforeAndAfterAll
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

class PublishedModelSpec extends AnyFunSpec with Matchers with SparkSpec with BeforeAndAfterAll {
  private val folder = Files.createTempDirectory("published-spec")
  private val shards = TrainingInputs.shards(folder.resolve("shards"), 4)
  private val memory = TrainingInputs.memory(folder.resolve("memory"), 24)
  override protected def cores: Int = 4

  // A rate that is too high for the loss to keep falling. Scorings and checkpoints do not fall together.
  private val restless = Seq("steps=28", "model.layers=1", "validation.every=2", "validation.windows=8", "checkpoint.every=5",
    "checkpoint.keep=2", "samples.tokens=0", "rate.schedule=constant", "rate.peak=8e-2", "rate.warmup=0")

  // No loss falls to a tenth, so the first scoring is the one to beat.
  private val impatient = Seq("steps=60", "rate.peak=1e-2", "validation.every=4", "stop.patience=5", "stop.threshold=0.9")

  private val inRounds = Seq("parallel.mode=rounds", "parallel.rounds.steps=2")

  override def afterAll(): Unit = {
    FileUtil.fullyDelete(folder.toFile)
    ()
  }

  private def config(run: String, more: String*): TrainConfig =
    TrainJob.configure(TrainingInputs.settings(shards, memory, folder.resolve(run)) ++ restless ++ more: _*)

  private def train(run: String, more: String*): TrainReport = TrainJob.run(spark, config(run, more: _*))

  private def pause(run: String, until: Int, more: String*): Unit =
    TrainJob.runUntil(spark, config(run, more: _*), until, new TrainingProgress("train", until, System.err))

  private def weights(directory: String): Seq[Byte] =
    Files.readAllBytes(folder.resolve(directory).resolve("model.safetensors")).toSeq

  private def scorings(run: String): Seq[(Int, Double)] =
    new FinishedRun(folder.resolve(run)).metrics.filter(_.path("split").asText == "validation")
      .map(line => (line.path("step").asInt, line.path("loss").asDouble))

  private def end(run: String): JsonNode =
    new ObjectMapper().readTree(folder.resolve(run).resolve("run.json").toFile).path("end")

  private def page(run: String): String = Files.readString(folder.resolve(run).resolve("report.html"))

  private def names(directory: Path): Seq[String] =
    Files.list(directory).iterator.asScala.map(_.getFileName.toString).toSeq.sorted

  describe("a training whose validation loss rises again") {
    lazy val two = train("two")
    lazy val best = {
      two
      scorings("two").minBy(_._2)
    }

    it("leaves the model of its best scoring, and says so") {
      two
      best._1 should be < 28
      // All models of the same training.
      train("all", "publish=last", "checkpoint.every=2", "checkpoint.keep=100")
      weights("two/model") shouldBe weights(f"all/checkpoints/step-${best._1}%06d")
      weights("all/model") shouldBe weights("all/checkpoints/step-000028")
      two.validationLoss shouldBe best._2
      end("two").at("/published/rule").asText shouldBe "BEST"
      end("two").at("/published/step").asInt shouldBe best._1
      end("two").at("/published/loss").asDouble shouldBe best._2
      end("two").path("step").asInt shouldBe 28
      two.summary should (include(s"model published   that of step ${best._1}, which scored best; the last, of step 28, has") and
        endWith("training ended    after all 28 steps\n"))
      page("two") should include(s"The published model is that of step ${best._1}, which scored best")
    }

    it("keeps no more checkpoints for that, and no other models") {
      two
      names(folder.resolve("two/checkpoints")) shouldBe Seq("step-000025", "step-000028")
      names(folder.resolve("two")) should not contain "best"
    }

    it("leaves the same model on one worker, and on four") {
      two
      for (workers <- Seq(1, 4)) {
        train(s"workers-$workers", s"workers=$workers")
        weights(s"workers-$workers/model") shouldBe weights("two/model")
        end(s"workers-$workers") shouldBe end("two")
      }
    }

    it("leaves the same model if it is stopped and resumed, also without the models of its newest checkpoint") {
      two
      pause("paused", 11)
      pause("paused", 21)
      Files.exists(folder.resolve("paused")) shouldBe false
      val kept = folder.resolve("paused.unfinished")
      names(kept.resolve("checkpoints")) should contain("step-000021")
      FileUtil.fullyDelete(kept.resolve("best").toFile)
      train("paused")
      weights("paused/model") shouldBe weights("two/model")
      end("paused") shouldBe end("two")
      new FinishedRun(folder.resolve("paused")).events("damaged").map(_.path("what").asText).mkString should include("best/step-")
    }

    it("can leave the mean of its last models instead, the same on any number of workers") {
      val reports = for (workers <- Seq(1, 2)) yield train(s"mean-$workers", "publish=average", "checkpoint.keep=3", s"workers=$workers")
      weights("mean-1/model") shouldBe weights("mean-2/model")
      end("mean-1") shouldBe end("mean-2")
      end("mean-1").at("/published/averaged").elements.asScala.map(_.asInt).toSeq shouldBe Seq(20, 25, 28)
      def parameters(place: String): Array[Float] =
        TrainedModel.load(new HadoopPath(folder.resolve(place).toUri), new Configuration()).parameters
      val models = Seq("20", "25", "28").map(step => parameters(s"mean-1/checkpoints/step-0000$step"))
      val mean = parameters("mean-1")
      for (i <- mean.indices) mean(i) shouldBe models.map(_(i)).sum / 3 +- 1e-5f
      reports.head.validationLoss should not be scorings("mean-1").last._2
      end("mean-1").path("loss").asDouble shouldBe scorings("mean-1").last._2
      reports.head.summary should include("model published   the mean of those of steps 20, 25, 28; the last alone has")
    }
  }

  describe("a training with patience") {
    it("ends after so many scorings without improvement, and says why") {
      val report = train("patient", impatient: _*)
      scorings("patient").map(_._1) shouldBe Seq(4, 8, 12, 16, 20, 24)
      report.steps shouldBe 24
      report.tokens shouldBe 24L * 4 * 4 * 48
      end("patient").path("reason").asText shouldBe "PATIENCE"
      end("patient").at("/published/step").asInt shouldBe scorings("patient").minBy(_._2)._1
      report.summary should endWith("training ended    after step 24, because the validation loss stood still (stop.patience)\n")
      page("patient") should include("Finished early, after step 24 of 60, because the validation loss stood still.")
      val Seq(stopped) = new FinishedRun(folder.resolve("patient")).events("stopped")
      stopped.path("step").asInt shouldBe 24
      stopped.path("best").asDouble shouldBe scorings("patient").head._2
    }

    it("counts on where it was killed") {
      val settings = config("killed", impatient: _*)
      val canceller = new Thread(() => {
        while (!Files.exists(folder.resolve("killed.unfinished/checkpoints/step-000010"))) Thread.sleep(2)
        spark.sparkContext.cancelAllJobs()
      })
      canceller.setDaemon(true)
      canceller.start()
      an[Exception] should be thrownBy TrainJob.run(spark, settings)
      canceller.join()
      TrainJob.run(spark, settings)
      new FinishedRun(folder.resolve("killed")).events("resume") should not be empty
      weights("killed/model") shouldBe weights("patient/model")
      end("killed") shouldBe end("patient")
    }
  }

  describe("a training in rounds") {
    it("leaves the model of its best scoring, and the same if it is stopped and resumed") {
      train("rounds", inRounds: _*)
      val best = scorings("rounds").minBy(_._2)
      best._1 should be < 28
      train("all-rounds", inRounds ++ Seq("publish=last", "checkpoint.every=2", "checkpoint.keep=100"): _*)
      weights("rounds/model") shouldBe weights(f"all-rounds/checkpoints/step-${best._1}%06d")
      end("rounds").at("/published/step").asInt shouldBe best._1
      pause("rounds-paused", 12, inRounds: _*)
      train("rounds-paused", inRounds: _*)
      weights("rounds-paused/model") shouldBe weights("rounds/model")
      end("rounds-paused") shouldBe end("rounds")
    }

    it("ends with its patience, counting on where it was stopped") {
      val report = train("rounds-patient", impatient ++ inRounds: _*)
      report.steps shouldBe 24
      pause("rounds-patient-paused", 12, impatient ++ inRounds: _*)
      train("rounds-patient-paused", impatient ++ inRounds: _*)
      end("rounds-patient-paused") shouldBe end("rounds-patient")
      weights("rounds-patient-paused/model") shouldBe weights("rounds-patient/model")
    }

    it("can leave the mean of its last models") {
      val report = train("rounds-mean", inRounds :+ "publish=average": _*)
      end("rounds-mean").at("/published/averaged").elements.asScala.map(_.asInt).toSeq shouldBe Seq(26, 28)
      report.validationLoss should not be scorings("rounds-mean").last._2
    }
  }
}
