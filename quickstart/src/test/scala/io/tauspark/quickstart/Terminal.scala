package io.tauspark.quickstart

import java.nio.charset.StandardCharsets.UTF_8
import java.nio.file.{Files, Path, Paths}
import java.util.Comparator
import java.util.concurrent.TimeUnit.SECONDS

import scala.collection.JavaConverters._
import scala.concurrent.duration._

import io.tauspark.testing.ChildJvm

/** Commands as a user types them: in some directory, with what they print and their exit code. */
object Terminal {

  case class Outcome(exit: Int, out: String, err: String) {
    def all: String = out + err
  }

  /** The checkout that is being tested. */
  val repository: Path = Iterator
    .iterate(Paths.get("").toAbsolutePath)(_.getParent)
    .takeWhile(_ != null)
    .find(directory => Files.isExecutable(directory.resolve("bin/tauspark")))
    .getOrElse(throw new IllegalStateException("no bin/tauspark above " + Paths.get("").toAbsolutePath))

  /**
   * Runs a command to its end.
   *
   * @param bound longest wait, after which the command is killed and the test fails
   */
  def run(command: Seq[String], in: Path, environment: Map[String, String] = Map.empty, bound: Duration = 5.minutes)
      : Outcome = {
    val out = Files.createTempFile("tauspark", ".out")
    val err = Files.createTempFile("tauspark", ".err")
    try {
      val builder = new ProcessBuilder(command.asJava)
        .directory(in.toFile)
        .redirectOutput(out.toFile)
        .redirectError(err.toFile)
      // The tests' own Spark settings, and a developer's, are not the user's.
      builder.environment.keySet.removeIf(name => name.startsWith("SPARK_"))
      builder.environment.put("SPARK_SUBMIT_OPTS", String.join(" ", ChildJvm.options))
      builder.environment.putAll(environment.asJava)
      val process = builder.start()
      process.getOutputStream.close()
      val ended = process.waitFor(bound.toSeconds, SECONDS)
      if (!ended) {
        process.descendants.forEach(child => { child.destroyForcibly(); () })
        process.destroyForcibly()
      }
      val printed = Outcome(process.waitFor(), text(out), text(err))
      if (!ended) {
        throw new AssertionError(s"${command.mkString(" ")}\nstill ran after $bound and had printed\n${printed.all}")
      }
      printed
    } finally {
      Files.delete(out)
      Files.delete(err)
    }
  }

  def text(file: Path): String = new String(Files.readAllBytes(file), UTF_8)

  def write(file: Path, content: String): Path = {
    Files.createDirectories(file.getParent)
    Files.write(file, content.getBytes(UTF_8))
  }

  def script(file: Path, content: String): Path = {
    write(file, "#!/usr/bin/env bash\n" + content)
    file.toFile.setExecutable(true)
    file
  }

  /** A new directory; its name has a space, because users' directories do. */
  def emptyDirectory(): Path = Files.createTempDirectory("tau spark ").toRealPath()

  def delete(directory: Path): Unit =
    if (Files.exists(directory)) {
      val paths = Files.walk(directory)
      try paths.sorted(Comparator.reverseOrder[Path]).forEach(path => Files.delete(path))
      finally paths.close()
    }
}
