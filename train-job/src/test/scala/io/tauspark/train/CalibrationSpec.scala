package io.tauspark.train

import java.nio.file.Files
import java.util.concurrent.{CountDownLatch, TimeUnit}

import scala.collection.JavaConverters._
import scala.util.Random

import com.fasterxml.jackson.databind.JsonNode
import io.tauspark.model.torch.TrainedModel
import io.tauspark.testing.{LocalSession, SparkSpec}
import io.tauspark.train.config.TrainConfig
import io.tauspark.train.data.Lane
import io.tauspark.train.driver.TrainingFailed
import org.apache.hadoop.conf.Configuration
import org.apache.hadoop.fs.{FileUtil, Path => HadoopPath}
import org.apache.spark.scheduler.{SparkListener, SparkListenerJobStart}
import org.scalatest.BeforeAndAfterAll
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

class CalibrationSpec extends AnyFunSpec with Matchers with SparkSpec with BeforeAndAfterAll {
  override protected def cores: Int = 4

  private val folder = Files.createTempDirectory("calibration-spec")
  private val shards = TrainingInputs.shards(folder.resolve("shards"), 4)
  private val memory = TrainingInputs.memory(folder.resolve("memory"), 24)

  private val interval = Seq("calibration.strategy=interval", "calibration.every=6")

  // A rate so high that the validation loss also rises, of a model that learns these sentences less easily than the default.
  private val gated = Seq("calibration.strategy=gated", "calibration.every=3", "calibration.drift=0.02",
    "calibration.tolerance=0", "validation.every=3", "rate.peak=5e-2", "model.past.near.tokens=0",
    "model.past.delays.tau=0", "model.past.equal-start=[]", "optimizer.matrices=adamw")

  override def afterAll(): Unit = {
    FileUtil.fullyDelete(folder.toFile)
    ()
  }

  private def config(run: String, more: Seq[String]): TrainConfig = TrainJob.configure(
    TrainingInputs.settings(shards, memory, folder.resolve(run)) ++ Seq("log.every=4", "checkpoint.every=7") ++ more: _*)

  private def train(run: String, more: Seq[String]): FinishedRun = {
    TrainJob.run(spark, config(run, more))
    finished(run)
  }

  private def finished(run: String) = new FinishedRun(folder.resolve(run))

  private def numbers(node: JsonNode): Seq[Float] = node.elements.asScala.map(_.floatValue).toSeq

  /** What a run tells of its looks at the energies, without the time of day. */
  private def looks(run: FinishedRun): Seq[Map[String, String]] = run.events
    .filter(_.path("event").asText.startsWith("recalibration"))
    .map(event => event.fields.asScala.map(field => field.getKey -> field.getValue.toString).toMap - "time")

  private def savedTau(run: String): Seq[Float] =
    TrainedModel.load(new HadoopPath(folder.resolve(run).toUri), new Configuration()).tau.toSeq

  private lazy val two = Map("interval" -> interval, "gated" -> gated).map { case (name, settings) =>
    name -> train(s"$name-2", settings)
  }

  describe("a training that recalibrates tau") {
    it("does so at every interval, not after the last step, and tells what tau was and what it became") {
      val told = two("interval").events("recalibration")
      told.map(_.path("step").asInt) shouldBe Seq(6, 12, 18, 24, 30, 36)
      for (Seq(one, next) <- told.sliding(2)) numbers(next.path("tau_before")) shouldBe numbers(one.path("tau_after"))
      all(told.map(_.path("drift").asDouble)) should be > 0.0
      told.head.path("layers").elements.asScala.map(_.asInt).toSeq shouldBe Seq(0, 0, 0, 0, 1, 1, 1, 1)
      train("ends-with-it", interval ++ Seq("steps=12")).events("recalibration") should have size 1
    }

    it("saves its model with the last tau") {
      savedTau("interval-2") shouldBe numbers(two("interval").events("recalibration").last.path("tau_after"))
    }

    it("where it is gated, follows a drift or withholds that because the validation loss is worse") {
      two("gated").events("recalibration") should not be empty
      two("gated").events("recalibration_withheld") should not be empty
      all(two("gated").events("recalibration").map(_.path("drift").asDouble)) should be > 0.02
      all(two("gated").events("recalibration_withheld").map(_.path("reason").asText)) should include("worse than the best")
    }

    it("leaves temperatures to what they have learnt") {
      val line = two("interval").metrics.filter(_.path("split").asText == "train").last
      val temperatures = line.findValues("temperature").asScala.map(_.asDouble)
      temperatures should have size 8
      val tau = line.findValues("tau").asScala.map(_.floatValue)
      tau shouldBe savedTau("interval-2")
      // Temperature is the standard deviation of lambda where it is calibrated; here it was learnt from there on.
      val start = two("interval").metrics.head.findValues("temperature").asScala.map(_.asDouble)
      for ((now, before) <- temperatures.zip(start)) now should not be before
    }

    it("does nothing where the model has no tau to set") {
      val fixed = train("fixed-tau", interval ++ Seq("model.lambda.tau=0.5", "steps=8"))
      val plain = train("plain", Seq("model.lambda.tau=0.5", "steps=8"))
      looks(fixed) shouldBe empty
      fixed.weights shouldBe plain.weights
    }

    for (strategy <- Seq("interval", "gated")) {
      val settings = if (strategy == "interval") interval else gated
      for (workers <- Seq(1, 4)) it(s"ends the same, $strategy, with $workers workers as with two") {
        val other = train(s"$strategy-$workers", settings :+ s"workers=$workers")
        other.weights == two(strategy).weights shouldBe true
        other.metrics shouldBe two(strategy).metrics
        looks(other) shouldBe looks(two(strategy))
      }

      it(s"ends the same, $strategy, when it is stopped and resumed") {
        val stop = new Thread(() => {
          val checkpoints = folder.resolve(s"$strategy-stopped.unfinished/checkpoints").toFile
          while (!Option(checkpoints.list).exists(_.exists(_.startsWith("step-")))) Thread.sleep(5)
          spark.sparkContext.cancelAllJobs()
        })
        stop.start()
        an[Exception] should be thrownBy TrainJob.run(spark, config(s"$strategy-stopped", settings))
        stop.join()
        val again = train(s"$strategy-stopped", settings)
        again.events("resume") should have size 1
        again.weights == two(strategy).weights shouldBe true
        again.metrics shouldBe two(strategy).metrics
        looks(again).toSet shouldBe looks(two(strategy)).toSet
      }
    }
  }

  describe("the batch of a step") {
    it("has no part in the tau that it meets") {
      val context = 48
      val steps = 7
      val looked = steps - 1
      val random = new Random(3)
      val texts = Seq.fill(4)(Seq.fill(3000)(('a' + random.nextInt(26)).toChar).mkString)
      // A lane of its own positions says where a batch lies. Micro-batches have a lane each; a separator comes first.
      val lane = new Lane(0, Array.range(0, texts.head.length + 2), context, 42)
      val positions = lane.batch(looked.toLong, 4).map(_.toSeq)
      val seen = (0 until looked).flatMap(step => lane.batch(step.toLong, 4).toSeq.flatten).toSet
      val inside = positions.flatMap(_.slice(1, context)).filterNot(seen)
      inside should have size 4L * (context - 1)
      val changed = inside.foldLeft(texts.head)((text, position) => text.updated(position - 1, '?'))
      def trained(name: String, first: String): FinishedRun = {
        val data = TrainingInputs.shards(folder.resolve(s"$name-shards"), (first +: texts.tail).map(Seq(_)), Seq(texts(1)))
        train(name, Seq(s"data=$data", s"steps=$steps", "calibration.strategy=interval", s"calibration.every=$looked"))
      }
      val one = trained("one-batch", texts.head)
      val other = trained("other-batch", changed)
      looks(one) should have size 1
      looks(other) shouldBe looks(one)
      other.weights == one.weights shouldBe false
      // The batch before it has.
      val earlier = lane.batch(looked - 1L, 4).flatMap(_.slice(1, context))
      val before = trained("batch-before", earlier.foldLeft(texts.head)((text, position) => text.updated(position - 1, '?')))
      looks(before) should not be looks(one)
    }
  }

  describe("a training in rounds that recalibrates tau") {
    val rounds = Seq("parallel.mode=rounds", "parallel.rounds.steps=5", "calibration.every=7", "checkpoint.every=5")
    val settings = rounds :+ "calibration.strategy=interval"

    it("does so between two rounds, where steps have passed a multiple of its interval") {
      val run = train("rounds", settings)
      run.events("recalibration").map(_.path("step").asInt) shouldBe Seq(10, 15, 25, 30, 35)
      savedTau("rounds") shouldBe numbers(run.events("recalibration").last.path("tau_after"))
      train("fixed-rounds", rounds).weights == run.weights shouldBe false
    }

    it("takes the same decisions where it is gated") {
      val run = train("gated-rounds", rounds ++ Seq("calibration.strategy=gated", "calibration.drift=0"))
      run.events("recalibration").map(_.path("step").asInt) should contain(10)
    }

    it("ends the same when its driver dies and it is resumed") {
      // Jobs: the start, two rounds, a look, a round, a look.
      for ((job, number) <- Seq(4, 5).zipWithIndex) {
        // Jobs are counted from the start of a session.
        val spark = LocalSession.own(4)
        val begun = new CountDownLatch(1)
        val death = new Thread(() => if (begun.await(2, TimeUnit.MINUTES)) spark.stop())
        death.start()
        spark.sparkContext.addSparkListener(new SparkListener {
          override def onJobStart(start: SparkListenerJobStart): Unit = if (start.jobId == job) begun.countDown()
        })
        withClue(s"death $number") {
          a[TrainingFailed] should be thrownBy TrainJob.run(spark, config("rounds-killed", settings))
        }
        death.join()
      }
      val again = train("rounds-killed", settings)
      again.weights == finished("rounds").weights shouldBe true
      again.metrics shouldBe finished("rounds").metrics
      looks(again).toSet shouldBe looks(finished("rounds")).toSet
      again.events("resume") should have size 2
    }
  }
}
