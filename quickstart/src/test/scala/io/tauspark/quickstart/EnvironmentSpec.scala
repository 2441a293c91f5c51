package io.tauspark.quickstart

import java.nio.charset.StandardCharsets.UTF_8
import java.nio.file.attribute.PosixFilePermissions
import java.nio.file.{Files, Path}
import java.util.zip.GZIPOutputStream

import io.tauspark.quickstart.Terminal.Outcome
import org.scalatest.BeforeAndAfterAll
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

/** The commands as users of other languages, containers and shared installations call them. */
class EnvironmentSpec extends AnyFunSpec with Matchers with BeforeAndAfterAll {
  private val launcher = s"${Terminal.repository}/bin/tauspark"
  private val submit = s"${Terminal.repository}/target/spark/bin/spark-submit"
  private val prompt = "Größe \"日本\" 🚀 $HOME \\n @x"
  private val model = Seq("tokenizer=bytes", "model.width=32", "model.layers=1", "model.heads.tau=4", "model.context=32")
  private val steps = Seq("workers=1", "batch.micro-batches=1", "steps=2")
  private var place: Path = _
  private var usual: Path = _

  override def beforeAll(): Unit = {
    place = Terminal.emptyDirectory()
    usual = work("usual", Map("LC_ALL" -> "C.UTF-8"))
  }

  override def afterAll(): Unit = Terminal.delete(place)

  describe("shards, memory, training and text") {
    for ((name, environment) <- Seq(
        "the locale C and Arabic digits" -> Map("LC_ALL" -> "C", "JAVA_TOOL_OPTIONS" -> "-Duser.language=ar -Duser.country=EG")))
      it(s"are the same bytes under $name as elsewhere") {
        val there = work("there", environment)
        outputs(there).keySet shouldBe outputs(usual).keySet
        for ((file, content) <- outputs(usual)) withClue(file) { outputs(there)(file) shouldBe content }
      }

    it("are trained in Turkish as elsewhere") {
      val directory = Files.createDirectory(place.resolve("turkish"))
      val turkish = Map("LC_ALL" -> "C", "JAVA_TOOL_OPTIONS" -> "-Duser.language=tr -Duser.country=TR")
      done(training(usual.resolve("größe"), usual.resolve("bellek")), directory, turkish)
      Files.readAllBytes(directory.resolve("läufe/model/model.safetensors")) shouldBe
        Files.readAllBytes(usual.resolve("läufe/model/model.safetensors"))
    }
  }

  describe("spark-submit without a UTF-8 locale") {
    it("is told what to set when a name has other characters, in an argument or in a file") {
      val shard = Seq(submit, "--class", "io.tauspark.shard.ShardJob",
        s"${Terminal.repository}/laplacian-job/target/tauspark-laplacian.jar")
      val file = Terminal.write(place.resolve("names.conf"), "input = \"wörter.jsonl\"\noutput = made\n").toString
      for (arguments <- Seq(settings("input=wörter.jsonl", "output=made"), Seq("--config", file))) {
        val refused = Terminal.run(shard ++ arguments, place, Map("LC_ALL" -> "C", "SPARK_LOCAL_IP" -> "127.0.0.1"))
        refused.exit shouldBe 2
        refused.err should include("set LC_ALL=C.UTF-8")
        refused.err.linesIterator.toList should have size 1
        Files.exists(place.resolve("made")) shouldBe false
      }
    }
  }

  describe("input that is found bad in a task") {
    it("is one line, without what Spark has to say of it") {
      val whole = place.resolve("whole.jsonl.gz")
      val out = new GZIPOutputStream(Files.newOutputStream(whole))
      try for (id <- 1 to 500) out.write(s"""{"id": "$id", "text": "the ${id * 7919} dog runs"}\n""".getBytes(UTF_8))
      finally out.close()
      val bytes = Files.readAllBytes(whole)
      Files.write(whole, bytes.take(bytes.length / 2))
      val refused = Terminal.run(Seq(launcher, "shard") ++ settings(s"input=$whole", "output=cut"), place)
      refused.exit shouldBe 2
      withClue(refused.err) { refused.err.linesIterator.toList should have size 1 }
      refused.err should include("whole.jsonl.gz")
    }
  }

  describe("a user id without a name, without a home, in an installation of somebody else") {
    it("works all the same") {
      assume(Files.getOwner(place).getName == "root", "skipped: needs root, to be somebody else")
      val open = PosixFilePermissions.fromString("rwxrwxrwx")
      Files.setPosixFilePermissions(place, open)
      val stranger = Seq("setpriv", "--reuid=4711", "--regid=4711", "--clear-groups", "env", "-u", "HOME")
      val text = generation(usual.resolve("läufe"))
      val told = Terminal.run(stranger ++ text, place, Map("LC_ALL" -> "C.UTF-8"))
      withClue(told.all) { told.exit shouldBe 0 }
      told.out shouldBe Terminal.text(usual.resolve("text"))
    }
  }

  /** All commands, one after the other, in a directory of that name, with names and texts of many languages. */
  private def work(name: String, environment: Map[String, String]): Path = {
    val directory = Files.createDirectory(place.resolve(name))
    val sentences = for (id <- 1 to 60) yield
      s"""{"id": "größe-$id", "text": "İstanbul ıspanak $id 日本語 ${id % 7} the dog runs 🚀 ${id % 5} under a tree"}"""
    Terminal.write(directory.resolve("wörter.jsonl"), sentences.mkString("", "\n", "\n"))
    val shards = settings("input=wörter.jsonl", "output=größe", "shards=2", "validation.parts=1", "validation.fraction=0.2")
    done(Seq(launcher, "shard") ++ shards, directory, environment)
    val memory = settings("input=größe/train", "output=bellek", "embed.dimension=32", "gate.components=32")
    done(Seq(launcher, "laplacian") ++ memory, directory, environment)
    done(training(directory.resolve("größe"), directory.resolve("bellek")), directory, environment)
    val text = done(generation(directory.resolve("läufe")), directory, environment)
    text.out should startWith(prompt)
    Terminal.write(directory.resolve("text"), text.out)
    directory
  }

  private def training(shards: Path, memory: Path): Seq[String] =
    Seq(launcher, "train") ++ settings(s"data=$shards", s"memory=$memory", "output=läufe") ++ settings(model ++ steps: _*)

  private def generation(run: Path): Seq[String] =
    Seq(launcher, "generate") ++ settings(s"model=$run", "tokens=4") ++ Seq("--prompt", prompt)

  private def settings(values: String*): Seq[String] = values.flatMap(Seq("--set", _))

  private def done(command: Seq[String], directory: Path, environment: Map[String, String]): Outcome = {
    val outcome = Terminal.run(command, directory, environment)
    withClue(outcome.all) { outcome.exit shouldBe 0 }
    outcome
  }

  /** A file, without the name of its directory. */
  private def content(file: Path, directory: Path): Seq[Byte] =
    if (file.getFileName.toString == "manifest.json") Terminal.text(file).replace(directory.toString, "DIRECTORY").getBytes(UTF_8).toSeq
    else Files.readAllBytes(file).toSeq

  /** What must not differ; the name of the directory may, where it is part of a path. */
  private def outputs(directory: Path): Map[String, Seq[Byte]] = {
    val kept = Seq("manifest.json", "jsonl.gz", "manifold.parquet", "words.txt", "vectors.safetensors",
      "model.safetensors", "state.json", "text")
    val paths = Files.walk(directory)
    try {
      val files = paths.filter(path => kept.exists(name => path.toString.endsWith(name))).toArray
      files.map { case file: Path =>
        // A release is named by the time it was made.
        directory.relativize(file).toString.replaceAll("releases/[^/]*", "releases/NEWEST") -> content(file, directory)
      }.toMap
    } finally paths.close()
  }
}
