package io.tauspark.quickstart

import java.nio.file.attribute.PosixFilePermissions
import java.nio.file.{Files, Path}

import scala.collection.JavaConverters._

import io.tauspark.quickstart.Terminal.Outcome
import org.scalatest.BeforeAndAfterAll
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

/** The tarball, unpacked somewhere and used from somewhere else, as by somebody to whom it does not belong. */
class DistributionSpec extends AnyFunSpec with Matchers with BeforeAndAfterAll {
  private var place: Path = _
  private lazy val spark =
    Map("SPARK_HOME" -> s"${Terminal.repository}/target/spark", "SPARK_LOCAL_IP" -> "127.0.0.1", "TMPDIR" -> place.toString)
  private var home: Path = _

  override def beforeAll(): Unit = {
    place = Terminal.emptyDirectory()
    Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxrwxrwx"))
    val tarball = only(Terminal.repository.resolve("target"), "tauspark-.*\\.tar\\.gz")
    Terminal.run(Seq("tar", "xzf", tarball.toString), place) shouldBe Outcome(0, "", "")
    home = only(place, "tauspark-.*")
  }

  override def afterAll(): Unit = Terminal.delete(place)

  describe("the distribution") {
    it("has commands, jars, settings, notes and documentation, which all may read") {
      for (file <- Seq("bin/tauspark", "jars/tauspark-train.jar", "jars/tauspark-laplacian.jar", "jars/tauspark-quickstart.jar",
          "jars/pytorch-cpu.jar", "conf/spark-defaults.conf", "notebooks/2-train.zpln", "python/tauspark.py", "docs/getting-started.md",
          "README.md", "LICENSE", "NOTICE")) withClue(file) { Files.isRegularFile(home.resolve(file)) shouldBe true }
      val files = Files.walk(home)
      try for (file <- files.iterator.asScala) withClue(file) {
        val rights = PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
        val runs = Files.isDirectory(file) || file.startsWith(home.resolve("bin")) || file.toString.endsWith(".sh")
        rights shouldBe (if (runs) "rwxr-xr-x" else "rw-r--r--")
      } finally files.close()
    }

    it("keeps PyTorch's libraries out of the jars of jobs, which are small enough to be sent with each") {
      for (job <- Seq("train", "laplacian")) {
        Files.size(home.resolve(s"jars/tauspark-$job.jar")) should be < (40L << 20)
      }
    }

    it("asks for a Spark, which it does not bring") {
      val refused = tauspark(Seq("shard"), Map.empty)
      refused.exit shouldBe 2
      refused.err should include("SPARK_HOME is not set, but this installation brings no Spark")
    }

    it("trains and writes for somebody to whom it does not belong, from a directory of theirs") {
      assume(Files.getOwner(place).getName == "root", "skipped: needs root, to be somebody else")
      Corpus.write(place.resolve("corpus.jsonl"))
      val stranger = Seq("setpriv", "--reuid=4712", "--regid=4712", "--clear-groups", "env", "-u", "HOME")
      done(stranger, Seq("shard") ++ settings("input=corpus.jsonl", "output=shards", "shards=2", "validation.parts=1"))
      done(stranger, Seq("train") ++ settings("data=shards", "output=run", "attention=dot", "tokenizer=bytes", "steps=2",
        "workers=1", "batch.micro-batches=1", "model.width=32", "model.layers=1", "model.context=32"))
      val text = done(stranger, Seq("generate") ++ settings("model=run", "tokens=4") ++ Seq("--prompt", "the dog"))
      text.out should startWith("the dog")
    }

    it("says which of its files is missing") {
      Files.delete(home.resolve("jars/pytorch-cpu.jar"))
      val failed = tauspark(Seq("shard"), spark)
      failed.exit shouldBe 1
      failed.err should include("'jars/pytorch-cpu.jar' is missing")
    }
  }

  private def tauspark(arguments: Seq[String], environment: Map[String, String]): Outcome =
    Terminal.run(s"$home/bin/tauspark" +: arguments, place, environment)

  private def done(as: Seq[String], arguments: Seq[String]): Outcome = {
    val outcome = Terminal.run((as :+ s"$home/bin/tauspark") ++ arguments, place, spark)
    withClue(outcome.all) { outcome.exit shouldBe 0 }
    outcome
  }

  private def settings(values: String*): Seq[String] = values.flatMap(Seq("--set", _))

  private def only(directory: Path, name: String): Path = {
    val files = Files.list(directory)
    try {
      val found = files.iterator.asScala.filter(_.getFileName.toString.matches(name)).toList
      withClue(s"$name in $directory") { found should have size 1 }
      found.head
    } finally files.close()
  }
}
