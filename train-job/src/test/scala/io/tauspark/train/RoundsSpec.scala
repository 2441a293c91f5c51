package io.tauspark.train

import java.nio.file.{Files, Path}
import java.util.concurrent.{CountDownLatch, TimeUnit}

import scala.collection.JavaConverters._

import com.fasterxml.jackson.databind.node.ObjectNode
import com.fasterxml.jackson.databind.{JsonNode, ObjectMapper}
import io.tauspark.config.InvalidInput
import io.tauspark.testing.LocalSession
import io.tauspark.train.config.TrainConfig
import io.tauspark.train.driver.TrainingFailed
import io.tauspark.train.state.Checkpoints
import org.apache.hadoop.conf.Configuration
import org.apache.hadoop.fs.{FileUtil, Path => HadoopPath}
import org.apache.spark.scheduler.{SparkListener, SparkListenerJobStart}
import org.apache.spark.sql.SparkSession
import org.scalatest.BeforeAndAfterAll
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

class RoundsSpec extends AnyFunSpec with Matchers with BeforeAndAfterAll {
  private val hadoop = new Configuration()
  private val folder = Files.createTempDirectory("rounds-spec")
  private val shards = TrainingInputs.shards(folder.resolve("shards"), 4)
  private val memory = TrainingInputs.memory(folder.resolve("memory"), 24)

  override def afterAll(): Unit = {
    FileUtil.fullyDelete(folder.toFile)
    ()
  }

  private def config(run: String, more: String*): TrainConfig = TrainJob.configure(
    TrainingInputs.settings(shards, memory, folder.resolve(run)) ++
      Seq("steps=43", "log.every=7", "parallel.mode=rounds", "parallel.rounds.steps=10") ++ more: _*)

  /** Stops Spark when a job begins, as the death of a driver does; not from a thread of Spark's own. */
  private class Death(session: SparkSession, number: Int) extends SparkListener {
    private val begun = new CountDownLatch(1)
    private val thread = new Thread(() => if (begun.await(2, TimeUnit.MINUTES)) session.stop())
    thread.start()

    /** Waits until Spark has stopped. */
    def join(): Unit = thread.join()

    override def onJobStart(job: SparkListenerJobStart): Unit = if (job.jobId == number) begun.countDown()
  }

  private def training(master: String, run: String, spark: Seq[(String, String)], more: String*): TrainReport =
    session(master, spark)(TrainJob.run(_, config(run, more: _*)))

  private def session[T](master: String, spark: Seq[(String, String)])(use: SparkSession => T): T = {
    // Jobs are counted from the start of a session.
    val session = LocalSession.own(2, spark :+ ("spark.master" -> master): _*)
    try use(session)
    finally session.stop()
  }

  private lazy val two = training("local[2]", "two", Nil)

  private def weights(run: String): Array[Byte] = Files.readAllBytes(folder.resolve(s"$run/model/model.safetensors"))

  private def metrics(run: String): Seq[JsonNode] =
    Files.readAllLines(folder.resolve(s"$run/metrics.jsonl")).asScala.map(new ObjectMapper().readTree(_: String))

  private def metrics(run: String, split: String): Seq[JsonNode] =
    metrics(run).filter(_.path("split").asText == split)

  private def names(directory: Path): Seq[String] =
    Files.list(directory).iterator.asScala.map(_.getFileName.toString).toSeq.sorted

  describe("a training in rounds") {
    it("learns more than the frequency of bytes") {
      two.validationLoss should be < two.unigramLoss * 0.8
      two.workers.asScala.map(_.rank) shouldBe Seq(0, 1)
      two.workers.asScala.map(_.weights).distinct should have size 1
    }

    it("leaves the same lines of metrics as one that meets at every step") {
      two
      val lines = metrics("two", "train")
      lines.map(_.path("step").asInt) shouldBe Seq(1, 7, 14, 21, 28, 35, 42, 43)
      for (line <- lines; name <- Seq("loss", "lr", "grad_norm", "tokens", "tokens_per_second", "exchange_seconds", "wait_seconds"))
        line.path(name).isNumber shouldBe true
      lines.last.path("tokens").asLong shouldBe 43L * 4 * 4 * 48
      lines.last.path("layers").path(0).path("heads") should have size 4
      metrics("two", "validation").map(_.path("step").asInt) shouldBe Seq(20, 40, 43)
    }

    it("leaves a checkpoint after each round that passed one, with the momentum of its outer step") {
      two
      names(folder.resolve("two/checkpoints")) shouldBe Seq("step-000030", "step-000040", "step-000043")
      val state = new ObjectMapper().readTree(folder.resolve("two/checkpoints/step-000040/state.json").toFile)
      state.path("step").asInt shouldBe 40
      state.path("optimizerSteps").asInt shouldBe 40
    }

    it("ends with the same weights, bit for bit, with one slot for both workers") {
      two
      training("local[1]", "one", Nil)
      weights("one") shouldBe weights("two")
    }

    it("ends with the same weights when every task may run twice") {
      two
      val eager = Seq(
        "spark.speculation" -> "true",
        "spark.speculation.interval" -> "10ms",
        "spark.speculation.multiplier" -> "1.0",
        "spark.speculation.quantile" -> "0.1",
        "spark.speculation.minTaskRuntime" -> "0ms")
      training("local[4,4]", "twice", eager)
      weights("twice") shouldBe weights("two")
    }

    it("adds up eight workers in the same tree from one slot and from three") {
      val eight = Seq("workers=8", "batch.micro-batches=8", "batch.windows=1", "steps=4", "parallel.rounds.steps=2")
      training("local[1]", "eight-1", Nil, eight: _*)
      training("local[3]", "eight-3", Nil, eight: _*)
      weights("eight-1") shouldBe weights("eight-3")
    }
  }

  describe("a training in rounds of one step with plain averaging") {
    it("takes the mean of weights and moments that each worker has after a step of its own") {
      val steps = 3
      val hand = new HandAveraging(config("hand", "steps=3", "rate.warmup=0"), shards, memory)
      val (weights, first, second) = hand.run(steps)
      training("local[2]", "plain", Nil, "steps=3", "rate.warmup=0", "parallel.rounds.steps=1",
        "parallel.rounds.outer-rate=1", "parallel.rounds.outer-momentum=0", "publish=last")
      val run = new HadoopPath(folder.resolve("plain").toUri)
      val found = new Checkpoints(run, 1, hadoop).newest(damage => fail(damage)).get
      def distance(name: String, expected: Array[Float]) = {
        val actual =
          if (name == "weights") found.model(hadoop).parameters else found.optimizer(name, 0, expected.length, hadoop)
        actual should have size expected.length
        actual.zip(expected).map { case (a, b) => math.abs(a - b) }.max
      }
      // A step moves weights by about 1e-2. Deltas round once more than means of weights do.
      distance("weights", weights) should be < 1e-5f
      distance("first", first) should be < 1e-5f
      distance("second", second) should be < 1e-5f
      first.map(math.abs(_)).max should be > 1e-2f
    }
  }

  describe("a training in rounds whose driver dies") {
    it("resumes from its newest checkpoint and ends with the same weights and the same metrics") {
      two
      // Jobs are the start, rounds and scorings. The first training dies after its second round, the other, which resumes
      // from there, after two or three more.
      for (job <- Seq(3, 4))
        session("local[2]", Nil) { spark =>
          val death = new Death(spark, job)
          spark.sparkContext.addSparkListener(death)
          a[TrainingFailed] should be thrownBy TrainJob.run(spark, config("stopped"))
          death.join()
        }
      training("local[2]", "stopped", Nil)
      weights("stopped") shouldBe weights("two")
      val timings = Seq("tokens_per_second", "exchange_seconds", "wait_seconds").asJava
      def told(run: String) = metrics(run).map(_.asInstanceOf[ObjectNode].remove(timings): JsonNode)
      told("stopped") shouldBe told("two")
      val events = Files.readAllLines(folder.resolve("stopped/events.jsonl")).asScala.map(new ObjectMapper().readTree(_: String))
      val resumed = events.filter(_.path("event").asText == "resume").map(_.path("step").asInt)
      resumed should have size 2
      resumed.head should be >= 10
      resumed(1) should be > resumed.head
    }
  }

  describe("a training in rounds that cannot go on") {
    it("names the batch where too many steps in a row have a gradient longer than the guard allows") {
      val thrown = the[TrainingFailed] thrownBy training("local[2]", "lost", Nil, "guard.norm=1e-9", "guard.skips=3")
      thrown.getMessage should include("step 3 of worker 0, micro-batches [0, 1]")
      thrown.getMessage should include("guard.norm")
    }

    it("counts skipped steps in a row over rounds that are shorter") {
      val short = Seq("guard.norm=1e-9", "guard.skips=3", "parallel.rounds.steps=2")
      val thrown = the[TrainingFailed] thrownBy training("local[2]", "short", Nil, short: _*)
      thrown.getMessage should include("step 3 of worker 0")
    }

    it("is refused by the rule that its data break, not by what Spark says of the task") {
      val thrown = the[InvalidInput] thrownBy training("local[2]", "narrow", Nil, "model.context=100000")
      thrown.getMessage should startWith("lane ")
    }
  }
}
