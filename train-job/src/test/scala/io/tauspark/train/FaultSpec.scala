package io.tauspark.train

import java.nio.file.{Files, Path}

import scala.collection.JavaConverters._
import scala.util.Random

import com.fasterxml.jackson.databind.{JsonNode, ObjectMapper}
import io.tauspark.config.InvalidInput
import io.tauspark.train.config.TrainConfig
import io.tauspark.train.driver.TrainingFailed
import org.apache.hadoop.fs.FileUtil
import org.scalatest.BeforeAndAfterAll
import org.scalatest.concurrent.TimeLimits
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers
import org.scalatest.time.{Minutes, Span}

/** What happens to a training when its workers do not come, die or stand still; on executors in JVMs of their own. */
class FaultSpec extends AnyFunSpec with Matchers with BeforeAndAfterAll with TimeLimits {
  /** A few seconds: many times what it takes to notice a step and to kill. */
  private val steps = 160
  private val bound = Span(4, Minutes)
  private val folder = Files.createTempDirectory("fault-spec")
  private lazy val shards = TrainingInputs.shards(folder.resolve("shards"), 4)
  private lazy val memory = TrainingInputs.memory(folder.resolve("memory"), 24)
  private lazy val cluster = new LocalCluster(2, 1)

  override def afterAll(): Unit = {
    cluster.close()
    FileUtil.fullyDelete(folder.toFile)
    ()
  }

  private def config(run: String, more: String*): TrainConfig = TrainJob.configure(
    TrainingInputs.settings(shards, memory, folder.resolve(run)) ++ Seq(
      s"steps=$steps",
      "batch.windows=2",
      "batch.micro-batches=2",
      "validation.every=1000",
      "checkpoint.every=7",
      "log.every=1",
      "faults.silence=5s") ++ more: _*)

  private def lines(file: Path): Seq[JsonNode] =
    Files.readAllLines(file).asScala.map(new ObjectMapper().readTree(_: String))

  /** Does something once the training of a run has logged a step. */
  private def afterStep(run: String, step: Int)(action: => Unit): Thread = {
    def reached: Boolean = folder.toFile.listFiles.exists { file =>
      file.getName.contains(run) && Files.exists(file.toPath.resolve("metrics.jsonl")) &&
      Files.readAllLines(file.toPath.resolve("metrics.jsonl")).size >= step
    }
    val thread = new Thread(() => {
      while (!reached) Thread.sleep(20)
      action
    })
    thread.setDaemon(true)
    thread.start()
    thread
  }

  private def finishes(run: String): Seq[JsonNode] = {
    val report = failAfter(bound)(TrainJob.run(cluster.spark, config(run)))
    report.workers.asScala.map(_.rank) shouldBe Seq(0, 1)
    lines(folder.resolve(s"$run/metrics.jsonl")).filter(_.path("split").asText == "train").map(_.path("step").asInt) shouldBe
      (1 to steps)
    val events = lines(folder.resolve(s"$run/events.jsonl"))
    events.head.path("event").asText shouldBe "start"
    events.last.path("event").asText shouldBe "finished"
    events
  }

  private def causes(events: Seq[JsonNode], event: String): Seq[String] =
    events.filter(_.path("event").asText == event).map(_.path("cause").asText)

  describe("a training on two executors") {
    lazy val undisturbed = {
      TrainJob.run(cluster.spark, config("undisturbed"))
      new FinishedRun(folder.resolve("undisturbed"))
    }

    for (seed <- 1 to Integer.getInteger("fault.seeds"))
      it(s"finishes by itself when one of them is killed at some step ($seed), names it, and ends bit for bit as undisturbed") {
        undisturbed
        val random = new Random(seed)
        val (executor, process) = cluster.processes().toSeq.sortBy(_._1).apply(random.nextInt(2))
        val killer = afterStep(s"killed-$seed", 1 + random.nextInt(steps / 4))(cluster.kill9(process))
        val events = finishes(s"killed-$seed")
        killer.join()
        val Seq(cause) = causes(events, "retry")
        cause should fullyMatch regex s"(?s)worker [01] \\(executor $executor on host .*\\) was lost: .*"
        val killed = new FinishedRun(folder.resolve(s"killed-$seed"))
        killed.weights == undisturbed.weights shouldBe true
        killed.metrics shouldBe undisturbed.metrics
      }

    it("detects one that stands still, names it, and goes on without it") {
      val (executor, process) = cluster.processes().head
      val stopper = afterStep("stopped", 5)(cluster.stop(process))
      val events = finishes("stopped")
      stopper.join()
      val Seq(cause) = causes(events, "stalled")
      cause should fullyMatch regex
        s"worker [01] \\(executor $executor on host .*\\) was silent for \\d+ s; its last word was: (reading|training|checkpointing) at step \\d+"
      causes(events, "retry") shouldBe Seq(cause)
      cluster.processes().keySet should not contain executor
      process.isAlive shouldBe false
      new FinishedRun(folder.resolve("stopped")).weights == undisturbed.weights shouldBe true
    }

    it("fails with the cause of the last attempt when no retry is left") {
      val (executor, process) = cluster.processes().head
      val killer = afterStep("hopeless", 5)(cluster.kill9(process))
      val failed = failAfter(bound) {
        the[TrainingFailed] thrownBy TrainJob.run(cluster.spark, config("hopeless", "faults.retries=0"))
      }
      killer.join()
      failed.getMessage should startWith("training failed after 1 attempt, the last because worker ")
      failed.getMessage should include(s"executor $executor")
      cluster.processes()
    }

    it("is refused with one message when it asks for more slots than there are") {
      val refused = failAfter(bound) {
        the[InvalidInput] thrownBy TrainJob.run(
          cluster.spark,
          config("slots", "workers=4", "batch.micro-batches=4", "faults.start=2s"))
      }
      refused.getMessage should startWith("2 executors with 2 slots are there after 2 s, but workers = 4 need 4 slots")
      refused.getMessage should (include("1 cores (spark.executor.cores) and 512 MiB of memory (spark.executor.memory)") and
        include("workers=2") and not include("--num-executors"))
    }
  }
}
