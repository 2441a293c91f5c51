package io.tauspark.train

import java.nio.file.{Files, LinkOption, Path}

import scala.collection.JavaConverters._

import io.tauspark.compare.{CompareJob, SweepJob}
import io.tauspark.config.InvalidInput
import io.tauspark.report.ReportJob
import io.tauspark.testing.SparkSpec
import io.tauspark.train.config.TrainConfig
import org.apache.commons.io.FileUtils
import org.scalatest.{BeforeAndAfterAll, BeforeAndAfterEach}
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

class RunOutputSpec extends AnyFunSpec with Matchers with SparkSpec with BeforeAndAfterAll with BeforeAndAfterEach {
  private val folder = Files.createTempDirectory("run-output-spec")
  private var at: Path = _

  private val small = Seq("tokenizer=bytes", "steps=2", "model.layers=1", "model.heads.tau=2", "model.width=8",
    "model.context=16", "batch.windows=1", "batch.micro-batches=2", "rate.warmup=1", "validation.every=2",
    "validation.windows=1", "checkpoint.every=1", "workers=1")

  /** Where the shards, a memory and a finished run lie, which every test has a copy of. */
  private lazy val inputs: Path = {
    val made = folder.resolve("inputs")
    TrainingInputs.shards(made.resolve("shards"), 2)
    TrainingInputs.memory(made.resolve("memory"), 8)
    TrainJob.run(spark, config(made, "run"))
    made
  }

  override def afterAll(): Unit = {
    FileUtils.deleteDirectory(folder.toFile)
  }

  override def beforeEach(): Unit = {
    at = Files.createTempDirectory(folder, "test")
    FileUtils.copyDirectory(inputs.toFile, at.toFile)
  }

  private def config(root: Path, output: String, more: String*): TrainConfig = TrainJob.configure(
    Seq(s"data=$root/shards", s"memory=$root/memory", s"output=$root/$output") ++ small ++ more: _*)

  private def put(name: String, content: String = "mine"): Path = {
    val file = at.resolve(name)
    Files.createDirectories(file.getParent)
    Files.writeString(file, content)
  }

  private def tree: Map[String, Any] = {
    val all = Files.walk(at)
    try all.iterator.asScala.map { path =>
      at.relativize(path).toString -> (
        if (Files.isSymbolicLink(path)) s"-> ${Files.readSymbolicLink(path)}"
        else if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) "directory"
        else Files.readAllBytes(path).toSeq)
    }.toMap
    finally all.close()
  }

  private def refused(words: String*)(work: => Any): Unit = {
    val before = tree
    val message = (the[InvalidInput] thrownBy work).getMessage
    for (word <- words) message should include(word)
    message.linesIterator should have size 1
    tree shouldBe before
  }

  private def train(output: String, more: String*): TrainReport = TrainJob.run(spark, config(at, output, more: _*))

  describe("train with overwrite=true") {
    it("replaces an earlier run, also one whose page was made again, and leaves nothing beside it") {
      ReportJob.run(ReportJob.configure(s"run=$at/run"))
      put(".run.replaced-0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f/metrics.jsonl")
      train("run", "overwrite=true", "seed=2")
      at.toFile.list.toSet shouldBe Set("shards", "memory", "run")
      at.resolve("run").toFile.list.toSet should not contain ".lease-000001"
    }

    it("leaves directories alone that are no run, or hold more than one") {
      put("precious/mine.txt")
      refused("no earlier output of 'train'")(train("precious", "overwrite=true"))
      put("made/provenance.json", """{"job": "shard"}""")
      refused("is an output of 'shard', not of 'train'")(train("made", "overwrite=true"))
      for (foreign <- Seq("notes.txt", ".DS_Store", "model/lora.safetensors", "checkpoints/best/x", "checkpoints/step-000001/x")) {
        val file = put(s"run/$foreign")
        refused("holds '", "which 'train' did not write")(train("run", "overwrite=true"))
        FileUtils.forceDelete(file.toFile)
        if (foreign.contains("best")) Files.delete(file.getParent)
      }
      put("file")
      refused("exists and is a file")(train("file", "overwrite=true"))
      refused("cannot be made", "file' is a file")(train("file/run"))
      refused("exists; give another output or set overwrite=true")(train("run"))
    }

    it("leaves the shards and the memory alone that it reads, by whatever name") {
      Files.createSymbolicLink(at.resolve("link"), at.resolve("run"))
      for (memory <- Seq("run/model/memory", "link/model/memory", "memory/../run/model/memory"))
        for (output <- Seq("run", "link", "run/"))
          refused(s"memory '$at/$memory' lies in '")(train(output, "overwrite=true", s"memory=$at/$memory"))
      Files.move(at.resolve("shards"), at.resolve("run/shards"))
      refused("holds 'shards/'")(train("run", "overwrite=true", s"data=$at/run/shards"))
      refused(s"lies in memory '$at/memory'")(train("memory/run", s"data=$at/run/shards"))
    }

    it("leaves its tokenizer alone") {
      val tokenizer = getClass.getResourceAsStream("tokenizer.json")
      try Files.copy(tokenizer, at.resolve("run/model/tokenizer.json")) finally tokenizer.close()
      refused("tokenizer-file '", "lies in '")(train("run", "overwrite=true", "tokenizer=huggingface",
        s"tokenizer-file=$at/run/model/tokenizer.json"))
    }
  }

  describe("a directory NAME.unfinished") {
    it("stays if no training wrote it, or more than a training") {
      put("new.unfinished/notes.txt")
      refused("new.unfinished' holds notes.txt, which no unfinished training wrote")(train("new"))
      Files.copy(at.resolve("run/run.json"), at.resolve("new.unfinished/run.json"))
      refused("holds notes.txt")(train("new", "resume=false"))
      Files.delete(at.resolve("new.unfinished/notes.txt"))
      Files.delete(at.resolve("new.unfinished/run.json"))
      put("blocked.unfinished")
      refused("blocked.unfinished' is a file")(train("blocked"))
      put("new.unfinished/.lease-notes")
      refused("holds .lease-notes")(train("new"))
    }

    it("keeps what somebody has put among the checkpoints of a run that is resumed") {
      Files.move(at.resolve("run"), at.resolve("new.unfinished"))
      put("new.unfinished/checkpoints/step-000009/mine.txt")
      refused("holds step-000009/mine.txt")(train("new"))
    }

    it("stays if an input lies in it") {
      Files.move(at.resolve("run"), at.resolve("new.unfinished"))
      refused("lies in '")(train("new", "resume=false", s"memory=$at/new.unfinished/model/memory"))
    }
  }

  describe("sweep and compare") {
    def settings(output: String) =
      Seq(s"data=$at/shards", s"memory=$at/memory", s"output=$at/$output") ++ small.map("train." + _)
    def sweep(output: String) = SweepJob.run(spark, SweepJob.configure(settings(output): _*))
    def compare(output: String) = CompareJob.run(spark, CompareJob.configure(
      settings(output) ++ Seq("train.model.heads.dot=2", "variants=[tau, dot]", "baseline=dot", "seeds=[1]"): _*))

    it("replace no report that is not theirs") {
      for ((name, run) <- Seq[(String, String => Any)]("sweep" -> sweep _, "compare" -> compare _)) {
        put(s"$name/$name.html", "<html>mine</html>")
        refused(s"$name.html' exists and is no page of TauSpark")(run(name))
        Files.delete(at.resolve(s"$name/$name.html"))
        put(s"$name/$name.json", """{"trials": "mine"}""")
        refused(s"$name.json' exists and is no earlier report")(run(name))
      }
    }

    it("write into no directory that they read, and into no file") {
      put("file")
      for (run <- Seq[String => Any](sweep _, compare _)) {
        refused(s"lies in data '$at/shards'")(run("shards"))
        refused(s"lies in memory '$at/memory'")(run("memory/deep"))
        refused("is a file")(run("file"))
        refused("file' is a file")(run("file/deep"))
      }
    }
  }

  describe("report") {
    it("replaces no file that is no page, and writes into no directory that is no run") {
      put("run/report.html", "<html>mine</html>")
      refused("report.html' exists and is no page of TauSpark")(ReportJob.run(ReportJob.configure(s"run=$at/run")))
      put("precious/report.html", "mine")
      refused("holds no run")(ReportJob.run(ReportJob.configure(s"run=$at/precious")))
      refused("metrics.jsonl' exists and is no page")(
        ReportJob.run(ReportJob.configure(s"run=$at/run", s"output=$at/run/metrics.jsonl")))
      refused("is a directory")(ReportJob.run(ReportJob.configure(s"run=$at/run", s"output=$at/precious")))
      refused("cannot be written")(ReportJob.run(ReportJob.configure(s"run=$at/run", s"output=$at/run/run.json/x.html")))
    }
  }
}
