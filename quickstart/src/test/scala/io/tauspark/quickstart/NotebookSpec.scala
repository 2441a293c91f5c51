package io.tauspark.quickstart

import java.nio.file.{Files, Path}

import io.tauspark.quickstart.NoteRunner.Paragraph
import org.apache.spark.sql.SparkSession
import org.scalatest.BeforeAndAfterAll
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

/** The notes, each run from its first paragraph to its last, on few glosses and with a handful of training steps. */
class NotebookSpec extends AnyFunSpec with Matchers with BeforeAndAfterAll {
  private var place: Path = _
  private var output: Path = _
  private var spark: SparkSession = _

  override def beforeAll(): Unit = {
    place = Terminal.emptyDirectory()
    output = place.resolve("output")
    spark = NoteSession.open(place.resolve("classes"))
  }

  override def afterAll(): Unit = {
    spark.stop()
    Terminal.delete(place)
  }

  // In this order: each takes what those before it have made.
  describe("the notes") {
    it("build a memory of a domain, with its terms") {
      val paragraphs = run("1-domain-memory", "domains" -> "noun.shape", "vocabulary" -> "600", "terms" -> "line, angle")
      tables(paragraphs).exists(table => table.contains("lambda") && table.contains("documents")) shouldBe true
      tables(paragraphs).exists(table => table.contains("nearest") && table.contains("line")) shouldBe true
      made("shards/manifest.json", "vocabulary/tokenizer.json", "memory/CURRENT")
      drawn(paragraphs) should have size 1
    }

    it("train a model with it, and show progress, curves and heads") {
      val paragraphs = run("2-train", "steps" -> "4")
      val training = paragraphs.find(_.code.contains("TrainJob.run")).get.printed
      training should (include("train  1/4  loss") and include("train  4/4  loss") and include("validation loss"))
      tables(paragraphs).exists(table => table.contains("|4 ") && table.contains("validation")) shouldBe true
      tables(paragraphs).exists(table => table.contains("effective_keys") && table.contains("temperature")) shouldBe true
      made("run/metrics.jsonl", "run/model/config.json")
      drawn(paragraphs) should have size 2
      drawn(paragraphs).head.printed should (include("<svg") and include("nats per token") and include("validation"))
    }

    it("compare kinds of attention") {
      val paragraphs = run("3-compare", "variants" -> "dot,tau", "baseline" -> "dot", "seeds" -> "1", "steps" -> "4")
      tables(paragraphs).exists(table => table.contains("bits_per_byte") && table.contains("|dot") && table.contains("|tau")) shouldBe true
      drawn(paragraphs).map(_.printed).mkString should include("<svg")
    }

    it("write, score and ask with the model") {
      val paragraphs = run("4-generate", "prompt" -> "a shape", "prompts" -> "a line,a solid", "documents" -> "20", "tasks" -> "continuation")
      paragraphs.map(_.printed).mkString should (include("a shape") and include("3 of 3"))
      tables(paragraphs).exists(table => table.contains("a line") && table.contains("nats_per_token")) shouldBe true
      made("answers")
    }
  }

  /** Runs a note, of which no paragraph may fail, no table may be empty, and nothing may be echoed into what is drawn. */
  private def run(note: String, inputs: (String, String)*): Seq[Paragraph] = {
    val runner = new NoteRunner(spark, Files.createDirectories(place.resolve("classes")), inputs.toMap + ("output" -> output.toString))
    val paragraphs = runner.run(Terminal.repository.resolve(s"notebooks/$note.zpln"))
    withClue(paragraphs.last.toString) { paragraphs.exists(_.failed) shouldBe false }
    withClue(tables(paragraphs).mkString("\n")) { tables(paragraphs).map(rows).filter(_ < 1) shouldBe empty }
    // An echo behind markup is drawn as part of it.
    withClue(drawn(paragraphs).mkString("\n")) { drawn(paragraphs).map(_.told).filter(_.nonEmpty) shouldBe empty }
    for (told <- paragraphs.map(_.told)) withClue(told) { told.linesIterator.map(_.length).forall(_ < 160) shouldBe true }
    paragraphs
  }

  private def tables(paragraphs: Seq[Paragraph]): Seq[String] = paragraphs.filter(_.interpreter == "sql").map(_.output)

  private def drawn(paragraphs: Seq[Paragraph]): Seq[Paragraph] = paragraphs.filter(_.printed.startsWith("%html"))

  private def made(files: String*): Unit =
    for (file <- files) withClue(file) { Files.exists(output.resolve(file)) shouldBe true }

  /** Rows of a table as Spark prints it, below the line of column names. */
  private def rows(table: String): Int = table.linesIterator.count(_.startsWith("|")) - 1
}
