package io.tauspark.quickstart

import java.nio.file.{Files, Path}

import com.fasterxml.jackson.databind.ObjectMapper
import io.tauspark.quickstart.NoteRunner.Paragraph
import org.apache.spark.sql.SparkSession
import org.scalatest.BeforeAndAfterAll
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

/** The note runner itself, so that a note that passes has really run. */
class NoteRunnerSpec extends AnyFunSpec with Matchers with BeforeAndAfterAll {
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

  it("hands values, views and the session from one paragraph to the next") {
    val paragraphs = run(
      "%md\n# Numbers",
      "%spark\nval top = z.textbox(\"top\", \"9\").toString.toInt",
      "%spark\ncase class Row(n: Int)",
      "spark.createDataset((1 to top).map(Row(_))).map(row => Row(row.n * row.n)).createOrReplaceTempView(\"squares\")",
      "%sql\nselect max(n) as largest from squares")
    paragraphs.map(_.failed) should contain only false
    paragraphs.last.output should (include("largest") and include("|16 "))
  }

  it("shows what a paragraph printed, apart from the echo of what it defined") {
    val paragraph = run("%spark\nval six = 6\nprintln(\"six times seven \" + six * 7)\nSystem.out.println(\"done\")").head
    paragraph.printed shouldBe "six times seven 42\ndone\n"
    paragraph.told should include("six: Int = 6")
  }

  it("reads the settings of the interpreter") {
    run("%spark.conf\nspark.master local[2]\n").map(_.failed) shouldBe Seq(false)
    run("%spark.conf\nspark.master\n").last.output should include("'spark.master' is no setting")
  }

  for ((kind, wrong, reason) <- Seq(
      ("does not compile", "%spark\nval n: Int = \"text\"", "type mismatch"),
      ("throws", "%spark\nsys.error(\"out of luck\")", "out of luck"),
      ("asks SQL for what is not there", "%sql\nselect * from nowhere", "nowhere"),
      ("needs another interpreter", "%python\n1", "no interpreter 'python'")))
    it(s"stops at a paragraph that $kind, with the reason") {
      val paragraphs = run("%md\nfirst", wrong, "%spark\nprintln(1)")
      paragraphs.map(_.failed) shouldBe Seq(false, true)
      paragraphs.last.output should include(reason)
    }

  private def run(texts: String*): Seq[Paragraph] = {
    val json = new ObjectMapper
    val note = json.createObjectNode()
    val paragraphs = note.putArray("paragraphs")
    texts.foreach(text => paragraphs.addObject().put("text", text))
    val file = Terminal.write(place.resolve("note.zpln"), json.writeValueAsString(note))
    new NoteRunner(spark, place.resolve("classes"), Map("top" -> "4")).run(file)
  }
}

/** A session whose tasks find the classes of an interpreter. */
object NoteSession {
  def open(classes: Path): SparkSession = {
    Files.createDirectories(classes)
    SparkSession
      .builder()
      .master("local[2]")
      .config("spark.ui.enabled", "false")
      .config("spark.sql.shuffle.partitions", "4")
      .config("spark.sql.warehouse.dir", classes.resolveSibling("warehouse").toUri.toString)
      .config("spark.repl.class.outputDir", classes.toString)
      .getOrCreate()
  }
}
