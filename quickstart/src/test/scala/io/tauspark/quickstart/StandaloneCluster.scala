package io.tauspark.quickstart

import java.net.{ConnectException, ServerSocket, URL}
import java.nio.file.{Files, Path}
import java.util.concurrent.TimeUnit.SECONDS

import scala.collection.JavaConverters._
import scala.concurrent.duration._
import scala.io.Source

import com.fasterxml.jackson.databind.ObjectMapper
import io.tauspark.testing.ChildJvm

/**
 * A standalone master and its workers of one core each, in processes of their own, as Spark's scripts start them. Whoever
 * talks to them must know the secret, and what is said and spilled is encrypted.
 *
 * @param spark home of the Spark whose scripts are used
 * @param place empty directory for configuration, logs and the workers' files
 */
class StandaloneCluster(spark: Path, place: Path, count: Int) extends AutoCloseable {
  private val port = StandaloneCluster.freePort()
  private val page = StandaloneCluster.freePort()

  private val security = Map(
    "spark.authenticate" -> "true",
    "spark.authenticate.secret" -> "kept by few",
    "spark.network.crypto.enabled" -> "true",
    "spark.io.encryption.enabled" -> "true")

  private val master = s"spark://127.0.0.1:$port"

  /** What a command needs to run on it, beside our own settings for clusters of its kind: little memory, and the secret. */
  val options: Seq[String] = {
    val settings = security ++ Map(
      "spark.cores.max" -> s"$count",
      "spark.executor.cores" -> "1",
      "spark.executor.memory" -> "768m",
      "spark.executor.extraJavaOptions" -> String.join(" ", ChildJvm.options))
    Seq("--spark", "--master", master, "--properties-file", s"${Terminal.repository}/conf/clusters/standalone.properties",
      "--driver-memory", "1g") ++ settings.flatMap { case (key, value) => Seq("--conf", s"$key=$value") }
  }

  Terminal.write(
    place.resolve("conf/spark-defaults.conf"),
    security.map { case (key, value) => s"$key $value\n" }.mkString)
  Files.copy(Terminal.repository.resolve("conf/log4j2.properties"), place.resolve("conf/log4j2.properties"))

  private val daemon = start("master", "master.Master", "--host", "127.0.0.1", "--port", s"$port", "--webui-port", s"$page")
  private val workers = for (number <- 1 to count) yield {
    start(s"worker-$number", "worker.Worker", "--host", "127.0.0.1", "--webui-port", "0", "--cores", "1", "--memory", "1g",
      "--work-dir", place.resolve(s"work-$number").toString, master)
  }
  await()

  /** The processes of all executors that run now. The other child of a worker, from its script, has ended. */
  def executors(): Seq[ProcessHandle] =
    workers.flatMap(_.children().iterator().asScala).filter(_.info().command().isPresent)

  override def close(): Unit = {
    val processes = (daemon +: workers).map(_.toHandle) ++ executors()
    processes.foreach(_.destroyForcibly())
    processes.foreach(_.onExit().get(30, SECONDS))
  }

  private def start(name: String, daemon: String, arguments: String*): Process = {
    val log = place.resolve(s"$name.log").toFile
    val command = Seq(s"$spark/bin/spark-class", s"org.apache.spark.deploy.$daemon") ++ arguments
    val builder = new ProcessBuilder(command.asJava).directory(place.toFile).redirectErrorStream(true).redirectOutput(log)
    val environment = builder.environment
    environment.keySet.removeIf(variable => variable.startsWith("SPARK_"))
    environment.put("SPARK_CONF_DIR", place.resolve("conf").toString)
    environment.put("SPARK_LOCAL_IP", "127.0.0.1")
    environment.put("SPARK_DAEMON_MEMORY", "256m")
    environment.put("SPARK_DAEMON_JAVA_OPTS", String.join(" ", ChildJvm.options))
    builder.start()
  }

  /** Waits for the master to know its workers, at most a minute. */
  private def await(): Unit = {
    val deadline = 1.minute.fromNow
    while (alive() < count) {
      if (deadline.isOverdue) {
        val logs = place.toFile.listFiles.filter(_.getName.endsWith(".log")).map(log => Terminal.text(log.toPath))
        close()
        throw new IllegalStateException(logs.mkString(s"fewer than $count workers registered\n", "\n", ""))
      }
      Thread.sleep(200)
    }
  }

  private def alive(): Int =
    try {
      val state = Source.fromURL(new URL(s"http://127.0.0.1:$page/json/"))
      try new ObjectMapper().readTree(state.mkString).get("aliveworkers").asInt
      finally state.close()
    } catch {
      case _: ConnectException => 0
    }
}

object StandaloneCluster {
  private def freePort(): Int = {
    val socket = new ServerSocket(0)
    try socket.getLocalPort
    finally socket.close()
  }
}
