package io.tauspark.train

import java.nio.file.{Files, Path, Paths}
import java.util.concurrent.TimeUnit

import scala.collection.JavaConverters._
import scala.util.Try

import io.tauspark.testing.ChildJvm
import org.apache.spark.launcher.JavaModuleOptions

/** A training in a JVM of its own on local[2], started as spark-submit starts it; what it says goes to a file. */
final class TrainingProcess(
    log: Path,
    settings: Seq[String],
    jvm: Seq[String] = Seq("-Xmx512m"),
    environment: Map[String, String] = Map.empty) {
  private val patienceMinutes = 5L

  private val process = {
    val java = Paths.get(System.getProperty("java.home"), "bin", "java").toString
    val command = Seq(java) ++ ChildJvm.options.asScala ++ JavaModuleOptions.defaultModuleOptions.split(" ") ++ jvm ++ Seq(
      "-Dspark.master=local[2]",
      "-Dspark.ui.enabled=false",
      "-Dspark.driver.host=127.0.0.1",
      "-Dspark.driver.bindAddress=127.0.0.1",
      s"-Dlog4j2.configurationFile=${System.getProperty("log4j2.configurationFile")}",
      "-cp",
      System.getProperty("java.class.path"),
      "io.tauspark.train.TrainJob") ++ settings.flatMap(Seq("--set", _))
    val builder = new ProcessBuilder(command.asJava).redirectErrorStream(true)
    builder.environment.put("OMP_NUM_THREADS", "1")
    builder.environment.putAll(environment.asJava)
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile)).start()
  }

  def isAlive: Boolean = process.isAlive

  /** What it has said so far. */
  def text: String = Files.readString(log)

  /** Its exit code, when it has ended by itself. */
  def exit(): Int = {
    assert(process.waitFor(patienceMinutes, TimeUnit.MINUTES), s"it did not end; it said $text")
    process.exitValue
  }

  def kill(): Unit = {
    process.destroyForcibly().waitFor()
    ()
  }

  /** Memory that it holds at this moment, in MB; none once it has ended. */
  def residentMegabytes: Option[Double] = Try {
    val line = Files.readAllLines(Paths.get(s"/proc/${process.pid}/status")).asScala.find(_.startsWith("VmRSS:")).get
    line.filter(_.isDigit).toDouble / 1024
  }.toOption
}
