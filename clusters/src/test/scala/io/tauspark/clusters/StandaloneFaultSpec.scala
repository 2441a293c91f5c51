package io.tauspark.clusters

import java.nio.file.{Files, Path}

import scala.collection.JavaConverters._
import scala.concurrent.ExecutionContext.Implicits.global
import scala.concurrent.duration._
import scala.concurrent.{Await, Future}
import scala.util.Try

import com.fasterxml.jackson.databind.ObjectMapper
import io.tauspark.quickstart.Terminal.Outcome
import io.tauspark.quickstart.{Corpus, StandaloneCluster, Terminal}
import org.scalatest.BeforeAndAfterAll
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

/** What takes too long for StandaloneSpec: a stranger, and a driver that is killed. */
class StandaloneFaultSpec extends AnyFunSpec with Matchers with BeforeAndAfterAll {
  private var place: Path = _
  private var cluster: StandaloneCluster = _

  override def beforeAll(): Unit = {
    place = Terminal.emptyDirectory()
    val daemons = Files.createDirectory(place.resolve("daemons"))
    cluster = new StandaloneCluster(Terminal.repository.resolve("target/spark"), daemons, 2)
    Corpus.write(place.resolve("animals.jsonl"))
  }

  override def afterAll(): Unit = {
    if (cluster != null) cluster.close()
    Terminal.delete(place)
  }

  it("does not let in who does not know the secret, and says so in time") {
    val refused = run("shard", Seq("input=animals.jsonl", "output=none"), Seq("--conf", "spark.authenticate.secret=guessed"))
    withClue(refused.all) { refused.exit shouldBe 1 }
    Files.exists(place.resolve("none")) shouldBe false
  }

  it("resumes a training whose driver was killed with the same command, on executors of its own") {
    run("shard", Seq("input=animals.jsonl", "output=shards", "shards=2")).exit shouldBe 0
    val settings = Seq(
      "data=shards",
      "output=run",
      "workers=2",
      "steps=400",
      "tokenizer=bytes",
      "attention=dot",
      "model.memory.use=[]",
      "model.layers=1",
      "model.heads.dot=2",
      "model.width=16",
      "model.context=32",
      "batch.windows=2",
      "batch.micro-batches=2",
      "validation.every=100",
      "validation.windows=2",
      "checkpoint.every=20",
      "log.every=20")
    val first = Future(run("train", settings))
    val checkpoint = place.resolve("run.unfinished/checkpoints/step-000020")
    val deadline = 3.minutes.fromNow
    while (!Files.exists(checkpoint) && deadline.hasTimeLeft()) Thread.sleep(20)
    drivers().foreach(_.destroyForcibly())
    val killed = Await.result(first, 1.minute)
    (killed.exit, killed.err) should matchPattern { case (1, message: String) if message.contains("train was killed") => }

    val again = run("train", settings)
    withClue(again.all) { again.exit shouldBe 0 }
    val events = Files.readAllLines(place.resolve("run/events.jsonl")).asScala.map(new ObjectMapper().readTree(_))
    events.map(_.get("event").asText) should contain inOrder ("start", "resume", "finished")
  }

  private def run(command: String, settings: Seq[String], options: Seq[String] = Seq()): Outcome =
    Terminal.run(
      Seq(s"${Terminal.repository}/bin/tauspark", command) ++ settings.flatMap(Seq("--set", _)) ++ cluster.options ++ options,
      place)

  private def drivers(): Seq[ProcessHandle] =
    ProcessHandle.current().descendants.iterator.asScala.filter { process =>
      val words = Try(Terminal.text(Path.of(s"/proc/${process.pid}/cmdline")).split('\u0000').toSeq).getOrElse(Seq())
      words.contains("org.apache.spark.deploy.SparkSubmit") && words.headOption.exists(_.endsWith("java"))
    }.toSeq
}
