package io.tauspark.train.driver

import java.nio.file.{Files, Path}
import java.util.Collections

import scala.collection.JavaConverters._

import com.fasterxml.jackson.databind.{JsonNode, ObjectMapper}
import io.tauspark.model.{HeadLaplacians, SpreadFactors}
import io.tauspark.run.{RunEvent, TrainingLine}
import io.tauspark.testing.SparkSpec
import io.tauspark.train.TrainJob
import io.tauspark.train.worker.{Heartbeat, TrainPlan, UnseenTokens}
import org.apache.hadoop.fs.{FileUtil, Path => HadoopPath}
import org.apache.spark.TaskContext
import org.apache.spark.util.SerializableConfiguration
import org.scalatest.BeforeAndAfterAll
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

/** What a worker says, from its task to the files of the run. */
class RunMonitorSpec extends AnyFunSpec with Matchers with SparkSpec with BeforeAndAfterAll {
  import RunMonitorSpec._

  private val folder = Files.createTempDirectory("monitor-spec")
  private lazy val hadoop = spark.sparkContext.hadoopConfiguration

  override def afterAll(): Unit = {
    FileUtil.fullyDelete(folder.toFile)
    ()
  }

  private def run(name: String): Path = folder.resolve(name)

  private def monitor(name: String): RunMonitor = new RunMonitor(new HadoopPath(run(name).toUri), config, hadoop)

  private def plan(monitor: RunMonitor, attempt: Int): TrainPlan = new TrainPlan(
    config, HeadLaplacians.none(), SpreadFactors.NONE, null, "", Collections.emptyList(), Collections.emptyList(), "", config.steps, attempt, null,
    monitor.address(), new SerializableConfiguration(hadoop))

  /** Runs a task and tells what it failed with, or "". */
  private def inTask(plan: TrainPlan, work: Heartbeat => Unit): String =
    spark.sparkContext.parallelize(Seq(0), 1).map { _ => speak(plan, work) }.collect().head

  private def lines(name: String, file: String): Seq[JsonNode] =
    Files.readAllLines(run(name).resolve(file)).asScala.map(new ObjectMapper().readTree(_: String))

  it("writes the lines and events of a worker, and has them when the worker is told so") {
    val driver = monitor("told")
    driver.begin(1, 0)
    inTask(plan(driver, 1), twoLines) shouldBe ""
    lines("told", "metrics.jsonl").map(_.path("step").asInt) shouldBe Seq(1, 2)
    val Seq(event) = lines("told", "events.jsonl")
    event.path("event").asText shouldBe "skipped"
    event.path("step").asInt shouldBe 2
    event.has("time") shouldBe true
    driver.watch().name(0) should startWith("worker 0 (executor driver on host ")
    // Its last message has arrived when its task ends, and is dealt with before the driver closes.
    driver.close()
    driver.watch().doing() shouldBe "1 finished"
  }

  it("keeps the history up to a checkpoint when an attempt begins again, and says when there is less of it") {
    val driver = monitor("again")
    driver.begin(1, 0)
    inTask(plan(driver, 1), twoLines) shouldBe ""
    driver.begin(2, 1)
    lines("again", "metrics.jsonl").map(_.path("step").asInt) shouldBe Seq(1)
    driver.begin(3, 5)
    driver.close()
    val damaged = lines("again", "events.jsonl").last
    damaged.path("event").asText shouldBe "damaged"
    Seq("lines", "expected").map(damaged.path(_).asInt) shouldBe Seq(1, 5)
  }

  it("tells once that most of the model are vectors of tokens that never occur, however often a run begins again") {
    val warning = new RunEvent(UnseenTokens.EVENT, Collections.singletonMap[String, Object]("unseen", Int.box(3)), "")
    for (attempt <- 1 to 2) {
      val driver = monitor("unseen")
      driver.begin(attempt, 0)
      driver.event(warning)
      driver.event(warning)
      driver.close()
    }
    lines("unseen", "events.jsonl").map(_.path("event").asText) shouldBe Seq("unseen_tokens")
  }

  it("refuses a worker of an attempt that was given up, before it can write a checkpoint") {
    val driver = monitor("late")
    driver.begin(2, 0)
    inTask(plan(driver, 1), twoLines) should (include("did not accept worker 0") and include("given up attempt 1"))
    driver.close()
    lines("late", "metrics.jsonl") shouldBe empty
  }

  it("knows why a worker failed") {
    val driver = monitor("failed")
    driver.begin(1, 0)
    inTask(plan(driver, 1), failure) shouldBe ""
    driver.failures().asScala.map(_.reason()) shouldBe Seq("no more disk")
    driver.close()
  }
}

object RunMonitorSpec {
  private val config = TrainJob.configure("data=d", "memory=m", "output=o")

  private val twoLines: Heartbeat => Unit = heartbeat => {
    for (step <- 1 to 2)
      heartbeat.line(new TrainingLine(step, 2.5, 0.1, null, null, 9.0, null, null, null, Collections.emptyList()))
    heartbeat.event(new RunEvent("skipped", Collections.singletonMap("step", Int.box(2)), ""))
    heartbeat.flush()
  }

  private val failure: Heartbeat => Unit = heartbeat => {
    heartbeat.failed(new IllegalStateException("no more disk"))
    heartbeat.failed(new IllegalStateException("what followed from it"))
    heartbeat.flush()
  }

  private def speak(plan: TrainPlan, work: Heartbeat => Unit): String =
    try {
      val heartbeat = Heartbeat.of(TaskContext.get(), plan)
      try work(heartbeat)
      finally heartbeat.close()
      ""
    } catch { case failed: RuntimeException => failed.getMessage }
}
