package io.tauspark.quickstart

import java.nio.file.{Files, Path}

import scala.collection.JavaConverters._
import scala.concurrent.duration._

import com.fasterxml.jackson.databind.{JsonNode, ObjectMapper}
import io.tauspark.quickstart.Terminal.Outcome
import org.scalatest.BeforeAndAfterAll
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

/** All jobs on a cluster in small: a master and two executors, each in a JVM of its own. */
class LocalClusterSpec extends AnyFunSpec with Matchers with BeforeAndAfterAll {
  private val executors = Seq("--spark", "--master", "local-cluster[2,1,1024]", "--conf", "spark.executor.memory=1g")
  private val work = Terminal.repository.resolve("target/spark/work")
  private var place: Path = _

  override def beforeAll(): Unit = {
    place = Terminal.emptyDirectory()
    Corpus.write(place.resolve("animals.jsonl"))
    Files.createDirectory(place.resolve("events"))
  }

  override def afterAll(): Unit = {
    Terminal.delete(place)
    // Each executor keeps a copy of the job's jar there, natives of PyTorch included.
    Terminal.delete(work)
  }

  it("shards a corpus") {
    succeeds("shard", Seq("input=animals.jsonl", "output=shards", "shards=2"))
    there("shards/manifest.json", "shards/train", "shards/validation")
  }

  it("builds a memory of it") {
    succeeds("laplacian", Seq("input=shards/train", "output=memory"))
    there("memory/CURRENT")
    val release = place.resolve("memory/releases").resolve(Terminal.text(place.resolve("memory/CURRENT")).trim)
    for (file <- Seq("manifold.parquet", "manifold.json", "lambdas.parquet", "provenance.json")) {
      withClue(file) { Files.exists(release.resolve(file)) shouldBe true }
    }
  }

  it("trains on both executors at once") {
    val tiny = Seq(
      "model.layers=1",
      "model.heads.tau=2",
      "model.width=16",
      "model.context=32",
      "batch.windows=2",
      "batch.micro-batches=2",
      "validation.every=2",
      "validation.windows=2",
      "checkpoint.every=2",
      "log.every=1")
    val settings = Seq("data=shards", "memory=memory", "output=run", "workers=2", "steps=4") ++ tiny
    val log = place.resolve("events").toUri
    val events = Seq("--conf", "spark.eventLog.enabled=true", "--conf", s"spark.eventLog.dir=$log")
    succeeds("train", settings, events)
    there("run/metrics.jsonl", "run/checkpoints/step-000004/model.safetensors", "run/model/config.json")
    there("run/provenance.json")
    withClue("executors of the barrier stages: ")(executorsOfBarrierStages() shouldBe Set("0", "1"))
  }

  it("generates a text with the model") {
    val generated = tauspark("generate", Seq("--set", "model=run", "--prompt", "the dog"))
    withClue(generated.all) { generated.exit shouldBe 0 }
    generated.out should startWith("the dog")
  }

  private def succeeds(command: String, settings: Seq[String], options: Seq[String] = Seq()): Unit = {
    val outcome = tauspark(command, settings.flatMap(Seq("--set", _)) ++ executors ++ options)
    withClue(outcome.all) { outcome.exit shouldBe 0 }
    ()
  }

  /** The bound is that of a JVM that never ends by itself, as one does after a barrier stage unless told to. */
  private def tauspark(command: String, arguments: Seq[String]): Outcome =
    Terminal.run(s"${Terminal.repository}/bin/tauspark" +: command +: arguments, place, bound = 4.minutes)

  private def there(paths: String*): Unit =
    for (path <- paths) withClue(path) { Files.exists(place.resolve(path)) shouldBe true }

  /** Spark's own record of which executor ran a task of a stage that gangs its tasks together. */
  private def executorsOfBarrierStages(): Set[String] = {
    val json = new ObjectMapper
    val lines = place.resolve("events").toFile.listFiles.toSeq.flatMap(log => Files.readAllLines(log.toPath).asScala)
    val events = lines.map(line => json.readTree(line))
    val barriers = named(events, "SparkListenerStageSubmitted")
      .map(_.get("Stage Info"))
      .filter(stage => stage.findValues("Barrier").asScala.exists(_.asBoolean))
      .map(_.get("Stage ID").asInt)
    named(events, "SparkListenerTaskEnd")
      .filter(event => barriers.contains(event.get("Stage ID").asInt))
      .map(_.get("Task Info").get("Executor ID").asText)
      .toSet
  }

  private def named(events: Seq[JsonNode], name: String): Seq[JsonNode] = events.filter(_.get("Event").asText == name)
}
