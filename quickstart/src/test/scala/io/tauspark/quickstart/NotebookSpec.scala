package io.tauspark.quickstart

import java.nio.file.{Files, Path}

import org.apache.spark.sql.SparkSession
import org.scalatest.BeforeAndAfterAll
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

/** notebooks/quickstart.zpln, run from the first paragraph to the last with a handful of training steps. */
class NotebookSpec extends AnyFunSpec with Matchers with BeforeAndAfterAll {
  private var place: Path = _
  private var spark: SparkSession = _

  override def beforeAll(): Unit = {
    place = Terminal.emptyDirectory()
    spark = NoteSession.open(place.resolve("classes"))
  }

  override def afterAll(): Unit = {
    spark.stop()
    Terminal.delete(place)
  }

  it("takes WordNet's glosses to a text written by a model") {
    val output = place.resolve("output")
    val inputs = Map("output" -> output.toString, "domains" -> "noun.shape", "steps" -> "4")
    val paragraphs = new NoteRunner(spark, place.resolve("classes"), inputs)
      .run(Terminal.repository.resolve("notebooks/quickstart.zpln"))

    withClue(paragraphs.last.toString) {
      paragraphs.exists(_.failed) shouldBe false
    }
    val tables = paragraphs.filter(_.interpreter == "sql").map(_.output)
    withClue(tables.mkString("\n")) {
      tables.map(rows).filter(_ < 1) shouldBe empty
      tables.exists(table => table.contains("lambda") && table.contains("documents")) shouldBe true
      tables.exists(table => table.contains("|4 ") && table.contains("validation")) shouldBe true
    }
    for (made <- Seq("shards/manifest.json", "memory/CURRENT", "run/metrics.jsonl", "run/model/config.json")) {
      withClue(made) { Files.exists(output.resolve(made)) shouldBe true }
    }
    paragraphs.last.output should include("a shape")

    // An echo behind markup is drawn as part of it.
    val drawn = paragraphs.filter(_.printed.startsWith("%html"))
    withClue(drawn.mkString("\n")) {
      drawn.map(_.told) should contain only ""
      drawn should have size 2
    }
    drawn.last.printed should (include("<svg") and include("nats per token") and include("validation"))
    val training = paragraphs.find(_.code.contains("TrainJob.run")).get.printed
    training should (include("train  1/4  loss") and include("train  4/4  loss") and include("validation loss"))
    for (told <- paragraphs.map(_.told)) withClue(told) { told.linesIterator.map(_.length).forall(_ < 160) shouldBe true }
  }

  /** Rows of a table as Spark prints it, below the line of column names. */
  private def rows(table: String): Int = table.linesIterator.count(_.startsWith("|")) - 1
}
