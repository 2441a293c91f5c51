package io.tauspark.clusters

import java.nio.file.{Files, Path}
import java.util.concurrent.TimeUnit.SECONDS

import scala.collection.JavaConverters._
import scala.concurrent.duration._
import scala.util.Try

import com.fasterxml.jackson.databind.ObjectMapper
import io.tauspark.quickstart.Terminal.Outcome
import io.tauspark.quickstart.{Corpus, Terminal}
import io.tauspark.testing.ChildJvm
import org.apache.hadoop.yarn.api.records.{ApplicationReport, FinalApplicationStatus}
import org.apache.hadoop.yarn.client.api.YarnClient
import org.apache.hadoop.yarn.conf.YarnConfiguration
import org.scalatest.BeforeAndAfterAll
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

/** The commands on a real ResourceManager and NodeManager, in client and in cluster mode. */
class YarnSpec extends AnyFunSpec with Matchers with BeforeAndAfterAll {
  private val spark = Terminal.repository.resolve("clusters/target/spark")
  // More than are taken before the container is killed, by far.
  private val steps = 200
  private val tiny = Seq(
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
  private var place: Path = _
  private var files: Path = _
  private var cluster: Process = _
  private var client: YarnClient = _

  override def beforeAll(): Unit = {
    place = Terminal.emptyDirectory()
    Corpus.write(place.resolve("animals.jsonl"))
    val configuration = Files.createDirectory(place.resolve("hadoop"))
    val java = s"${System.getProperty("java.home")}/bin/java"
    val opens = Seq("lang", "util", "io", "net", "lang.reflect").map(name => s"--add-opens=java.base/java.$name=ALL-UNNAMED")
    val command = Seq(java) ++ opens ++ ChildJvm.options.asScala ++
      Seq("-Xmx512m", "-cp", System.getProperty("java.class.path"), "io.tauspark.clusters.Yarn", configuration.toString)
    val log = place.resolve("yarn.log")
    // The scripts that start its containers know no spaces in the names of its directories.
    files = Files.createTempDirectory("yarn")
    val builder = new ProcessBuilder(command.asJava).directory(files.toFile).redirectErrorStream(true).redirectOutput(log.toFile)
    // Containers are started with it.
    builder.environment.put("JAVA_HOME", System.getProperty("java.home"))
    cluster = builder.start()
    val site = configuration.resolve("yarn-site.xml")
    val deadline = 2.minutes.fromNow
    while (!Files.exists(site)) {
      if (deadline.isOverdue || !cluster.isAlive) throw new IllegalStateException("no cluster: " + Terminal.text(log))
      Thread.sleep(200)
    }
    Files.copy(site, configuration.resolve("core-site.xml"))
    val conf = new YarnConfiguration
    conf.addResource(site.toUri.toURL)
    client = YarnClient.createYarnClient()
    client.init(conf)
    client.start()
  }

  override def afterAll(): Unit = {
    if (client != null) client.stop()
    if (cluster != null) {
      cluster.getOutputStream.close()
      if (!cluster.waitFor(30, SECONDS)) {
        cluster.descendants.forEach(child => { child.destroyForcibly(); () })
        cluster.destroyForcibly()
      }
    }
    Seq(place, files).filter(_ != null).foreach(Terminal.delete)
  }

  describe("client mode") {
    it("shards a corpus, builds a memory, trains on two containers of which one is killed, and generates") {
      succeeds("client", "shard", Seq("input=animals.jsonl", "output=shards", "shards=2"))
      succeeds("client", "laplacian", Seq("input=shards/train", "output=memory"))
      val killer = new Thread(() => killOneExecutor())
      killer.setDaemon(true)
      killer.start()
      succeeds("client", "train", Seq("data=shards", "memory=memory", "output=run", "workers=2", s"steps=$steps") ++ tiny)
      killer.join()
      val events = Files.readAllLines(place.resolve("run/events.jsonl")).asScala.map(new ObjectMapper().readTree(_))
      events.map(_.get("event").asText) should contain inOrder ("start", "retry", "finished")
      val generated = on("client", "generate", Seq("--set", "model=run", "--prompt", "the dog"))
      withClue(generated.all) { generated.exit shouldBe 0 }
      generated.out should startWith("the dog")
    }
  }

  describe("cluster mode") {
    it("trains, with the exit code of success") {
      val memory = place.resolve("memory")
      succeeds(
        "cluster",
        "train",
        Seq(s"data=${place.resolve("shards")}", s"memory=$memory", s"output=${place.resolve("far")}", "workers=2", "steps=20") ++ tiny)
      newest().getFinalApplicationStatus shouldBe FinalApplicationStatus.SUCCEEDED
      Files.exists(place.resolve("far/model/config.json")) shouldBe true
    }

    for ((kind, settings, message) <- Seq(
        ("by its settings", Seq("colour=red"), "colour: "),
        ("by its input", Seq("input=/no/such.jsonl", "output=/no/memory"), "/no/such.jsonl")))
      it(s"that is refused $kind ends once, as a failure, and says why to who submitted it") {
        val refused = on("cluster", "laplacian", settings.flatMap(Seq("--set", _)))
        withClue(refused.all) {
          refused.exit shouldBe 1
          refused.err should include(message)
        }
        newest().getFinalApplicationStatus shouldBe FinalApplicationStatus.FAILED
        newest().getDiagnostics should include(message)
        client.getApplicationAttempts(newest().getApplicationId) should have size 1
      }
  }

  private def newest(): ApplicationReport = client.getApplications.asScala.maxBy(_.getStartTime)

  private def succeeds(mode: String, command: String, settings: Seq[String]): Unit = {
    val outcome = on(mode, command, settings.flatMap(Seq("--set", _)))
    withClue(outcome.all) { outcome.exit shouldBe 0 }
    ()
  }

  /** A command with our own settings for YARN and little memory; the containers take Spark from where it is. */
  private def on(mode: String, command: String, arguments: Seq[String]): Outcome = {
    val file = s"${Terminal.repository}/conf/clusters/yarn.properties"
    val settings = Seq(
      s"spark.yarn.jars=local:$spark/jars/*",
      // Its filter for YARN is in a jar of distributions that these dependencies do not bring.
      "spark.ui.enabled=false",
      "spark.executor.instances=2",
      "spark.executor.cores=1",
      "spark.executor.memory=768m",
      "spark.executor.memoryOverhead=512m")
    val options = Seq("--spark", "--master", "yarn", "--deploy-mode", mode, "--driver-memory", "1g", "--properties-file", file) ++
      settings.flatMap(Seq("--conf", _))
    Terminal.run(
      Seq(s"${Terminal.repository}/bin/tauspark", command) ++ arguments ++ options,
      place,
      Map("SPARK_HOME" -> spark.toString, "HADOOP_CONF_DIR" -> place.resolve("hadoop").toString),
      bound = 6.minutes)
  }

  /** Ends an executor as the kernel does when memory is short, once there is a checkpoint to resume from. */
  private def killOneExecutor(): Unit = {
    val first = place.resolve("run.unfinished/checkpoints/step-000020")
    val deadline = 5.minutes.fromNow
    while (!Files.exists(first) && deadline.hasTimeLeft()) Thread.sleep(20)
    val executors = cluster.descendants.iterator.asScala.filter { process =>
      // The shell that started it has the same arguments.
      val words = Try(Terminal.text(Path.of(s"/proc/${process.pid}/cmdline")).split('\u0000').toSeq).getOrElse(Seq())
      words.headOption.exists(_.endsWith("/java")) && words.exists(_.contains("ExecutorBackend"))
    }
    executors.next().destroyForcibly()
    ()
  }
}
