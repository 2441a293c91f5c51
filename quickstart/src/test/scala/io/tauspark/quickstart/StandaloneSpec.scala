package io.tauspark.quickstart

import java.nio.file.{Files, Path}

import scala.collection.JavaConverters._
import scala.concurrent.duration._

import com.fasterxml.jackson.databind.{JsonNode, ObjectMapper}
import io.tauspark.quickstart.Terminal.Outcome
import org.scalatest.BeforeAndAfterAll
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

/** All jobs on a standalone cluster in small, with authentication and encryption on: a master and two workers. */
class StandaloneSpec extends AnyFunSpec with Matchers with BeforeAndAfterAll {
  private var place: Path = _
  private var cluster: StandaloneCluster = _
  // More than are taken before the executor is killed, by far.
  private val steps = 200

  override def beforeAll(): Unit = {
    place = Terminal.emptyDirectory()
    val daemons = Files.createDirectory(place.resolve("daemons"))
    cluster = new StandaloneCluster(Terminal.repository.resolve("target/spark"), daemons, 2)
    Corpus.write(place.resolve("animals.jsonl"))
    Files.createDirectory(place.resolve("events"))
  }

  override def afterAll(): Unit = {
    if (cluster != null) cluster.close()
    Terminal.delete(place)
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

  it("trains on both executors at once, and goes on when one is killed") {
    val tiny = Seq(
      "tokenizer=bytes",
      "model.layers=1",
      "model.heads.tau=2",
      "model.width=16",
      "model.context=32",
      "batch.windows=2",
      "batch.micro-batches=2",
      "validation.every=100",
      "validation.windows=2",
      "checkpoint.every=20",
      "log.every=20")
    val settings = Seq("data=shards", "memory=memory", "output=run", "workers=2", s"steps=$steps") ++ tiny
    val log = place.resolve("events").toUri
    val events = Seq("--conf", "spark.eventLog.enabled=true", "--conf", s"spark.eventLog.dir=$log")
    val killer = new Thread(() => killOneExecutor())
    killer.setDaemon(true)
    killer.start()
    succeeds("train", settings, events)
    killer.join()
    there("run/metrics.jsonl", f"run/checkpoints/step-$steps%06d/model.safetensors", "run/model/config.json")
    there("run/provenance.json")
    // Two executors, and the one that took the place of the killed one.
    withClue("executors of the barrier stages: ")(executorsOfBarrierStages() should have size 3)
    val told = Files.readAllLines(place.resolve("run/events.jsonl")).asScala.map(new ObjectMapper().readTree(_))
    told.map(_.get("event").asText) should contain inOrder ("start", "retry", "finished")
  }

  it("generates a text with the model") {
    val generated = tauspark("generate", Seq("--set", "model=run", "--prompt", "the dog"))
    withClue(generated.all) { generated.exit shouldBe 0 }
    generated.out should startWith("the dog")
  }

  private def succeeds(command: String, settings: Seq[String], options: Seq[String] = Seq()): Unit = {
    val outcome = tauspark(command, settings.flatMap(Seq("--set", _)) ++ cluster.options ++ options)
    withClue(outcome.all) { outcome.exit shouldBe 0 }
    ()
  }

  /** Ends an executor as the kernel does when memory is short, once there is a checkpoint to resume from. */
  private def killOneExecutor(): Unit = {
    val first = place.resolve("run.unfinished/checkpoints/step-000020")
    val deadline = 3.minutes.fromNow
    while (!Files.exists(first) && deadline.hasTimeLeft()) Thread.sleep(20)
    cluster.executors().head.destroyForcibly() shouldBe true
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
