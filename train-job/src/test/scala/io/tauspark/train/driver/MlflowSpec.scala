package io.tauspark.train.driver

import java.nio.file.{Files, Path}

import scala.collection.JavaConverters._

import io.tauspark.compare.SweepJob
import io.tauspark.observe.TrainingProgress
import io.tauspark.testing.{FakeMlflow, SparkSpec}
import io.tauspark.train.{FinishedRun, TrainJob, TrainingInputs}
import io.tauspark.train.config.TrainConfig
import org.apache.commons.io.FileUtils
import org.scalatest.{BeforeAndAfterAll, BeforeAndAfterEach}
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

/** Trainings that tell a tracking server; MlflowRunTest has what arrives there in detail. */
class MlflowSpec extends AnyFunSpec with Matchers with SparkSpec with BeforeAndAfterAll with BeforeAndAfterEach {
  private val folder = Files.createTempDirectory("mlflow-spec")
  private var server: FakeMlflow = _

  private val small = Seq("tokenizer=bytes", "attention=dot", "model.layers=1", "model.heads.dot=2", "model.width=8",
    "model.context=16", "batch.windows=1", "batch.micro-batches=2", "rate.warmup=1", "validation.windows=1", "samples.tokens=0",
    "workers=1", "steps=6", "log.every=1")

  private lazy val shards = TrainingInputs.shards(folder.resolve("shards"), 2)

  override def beforeEach(): Unit = server = new FakeMlflow

  override def afterEach(): Unit = server.close()

  override def afterAll(): Unit = FileUtils.deleteDirectory(folder.toFile)

  private def output(run: String): Path = folder.resolve(run)

  private def config(run: String, more: String*): TrainConfig =
    TrainJob.configure(Seq(s"data=$shards", s"output=${output(run)}", s"mlflow.uri=${server.uri}") ++ small ++ more: _*)

  /** Steps of the losses of training that arrived. */
  private def steps: Seq[Int] =
    server.logged("metrics").asScala.filter(_.path("key").asText == "loss/train").map(_.path("step").asInt)

  it("is one run with every step once, after a pause too") {
    TrainJob.runUntil(spark, config("paused"), 3, new TrainingProgress("train", 3, System.err))
    server.statuses.asScala shouldBe Seq("KILLED")
    // Where the server is may change: it is no part of what is learnt.
    TrainJob.run(spark, config("paused"))
    server.statuses.asScala shouldBe Seq("KILLED", "RUNNING", "FINISHED")
    server.calls("runs/create") should have size 1
    steps shouldBe (1 to 6)
    server.logged("params").asScala.map(_.path("key").asText) should contain allOf ("steps", "model.width", "rate.peak")
    server.artefacts.keySet.asScala.map(_.split('/').last) shouldBe Set("report.html", "run.json", "diagnosis.json")
    server.artefacts.asScala("7/run-1/artifacts/run.json") should include("\"end\"")
    Files.exists(output("paused").resolve("mlflow.json")) shouldBe true
    new FinishedRun(output("paused")).events("mlflow_failed") shouldBe empty
  }

  it("learns the same where the server fails, and keeps that as one event") {
    server.mood(FakeMlflow.Mood.BROKEN)
    TrainJob.run(spark, config("broken"))
    TrainJob.run(spark, config("untold", "mlflow.uri="))
    val Seq(broken, untold) = Seq("broken", "untold").map(run => new FinishedRun(output(run)))
    broken.weights == untold.weights shouldBe true
    broken.events("mlflow_failed").map(_.path("cause").asText) should have size 1
    untold.events("mlflow_failed") shouldBe empty
  }

  it("ends as a failure where the training fails") {
    a[TrainingFailed] should be thrownBy TrainJob.run(
      spark, config("failed", "guard.norm=1e-9", "guard.skips=1", "guard.restarts=0"))
    server.statuses.asScala shouldBe Seq("FAILED")
  }

  it("has each trial of a sweep as a run") {
    val settings = small.map("train." + _) ++ Seq("train.steps=2", s"train.mlflow.uri=${server.uri}", "train.mlflow.experiment=rates")
    val report = SweepJob.run(spark, SweepJob.configure(
      Seq(s"data=$shards", s"output=${output("sweep")}", "grid.rate.peak=[1e-2, 1e-3]") ++ settings: _*))
    server.statuses.asScala shouldBe Seq("FINISHED", "FINISHED")
    server.calls("runs/create").asScala.map(_.content.path("run_name").asText).toSet shouldBe
      report.outcomes.asScala.map(_.run.split('/').last).toSet
    server.logged("params").asScala.filter(_.path("key").asText == "rate.peak").map(_.path("value").asDouble).toSet shouldBe
      Set(1e-2, 1e-3)
  }
}
