package io.tauspark.corpus

import java.io.{ByteArrayOutputStream, File}
import java.nio.charset.StandardCharsets.UTF_8
import java.nio.file.{Files, Path}
import java.util.zip.GZIPOutputStream

import scala.collection.JavaConverters._

import io.tauspark.config.InvalidInput
import org.apache.commons.io.FileUtils
import org.apache.spark.sql.SparkSession
import org.scalatest.BeforeAndAfterAll
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

class JsonlCorpusSpec extends AnyFunSpec with Matchers with BeforeAndAfterAll {
  private var spark: SparkSession = _
  private var directory: Path = _
  private val fields = new CorpusFields("text", "id")

  override def beforeAll(): Unit = {
    directory = Files.createTempDirectory("corpus")
    spark = SparkSession.builder().master("local[2]").appName("corpus").config("spark.ui.enabled", "false")
      .config("spark.sql.shuffle.partitions", "4").getOrCreate()
  }

  override def afterAll(): Unit = {
    spark.stop()
    FileUtils.deleteDirectory(directory.toFile)
  }

  private def file(name: String, lines: String*): Path = {
    val path = directory.resolve(name)
    Files.createDirectories(path.getParent)
    Files.write(path, lines.mkString("", "\n", "\n").getBytes(UTF_8))
  }

  private def gzip(name: String, lines: String*): Path = {
    val bytes = new ByteArrayOutputStream
    val out = new GZIPOutputStream(bytes)
    out.write(lines.mkString("\r\n").getBytes(UTF_8))
    out.close()
    val path = directory.resolve(name)
    Files.createDirectories(path.getParent)
    Files.write(path, bytes.toByteArray)
  }

  private def documents(input: String): Map[String, String] = {
    val corpus = JsonlCorpus.read(spark, input, fields)
    try {
      corpus.documents().columns shouldBe Array("id", "text")
      val rows = corpus.documents().collect()
      rows should have length corpus.accepted()
      rows.map(row => row.getString(0) -> row.getString(1)).toMap
    } finally corpus.close()
  }

  private def refusal(input: String): String =
    (the[InvalidInput] thrownBy JsonlCorpus.read(spark, input, fields)).getMessage

  describe("a corpus of JSONL") {
    it("is read from a file, a gzip file, a directory or a glob") {
      val one = file("mixed/one.jsonl", """{"id": "1", "text": "one"}""", "", "   ", """{"id": "2", "text": "two"}""")
      val three = gzip("mixed/three.jsonl.gz", """{"id": "3", "text": ["three", "lines"]}""")
      documents(one.toString) shouldBe Map("1" -> "one", "2" -> "two")
      documents(three.toString) shouldBe Map("3" -> "three\nlines")
      documents(directory.resolve("mixed").toString) should have size 3
      documents(directory.resolve("mixed").toUri.toString + "*.gz") should have size 1
    }

    it("keeps lines that are no documents, with the reason and the file") {
      val bad = file("bad.jsonl", """{"id": "1", "text": "one"}""", "{broken", "[]", """{"text": 5}""", "{broken too")
      val corpus = JsonlCorpus.read(spark, bad.toString, fields)
      try {
        corpus.accepted() shouldBe 1
        corpus.rejectedByReason().asScala shouldBe Map("broken-json" -> 2, "not-an-object" -> 1, "wrong-type" -> 1)
        val rejected = corpus.rejected().collect()
        rejected.map(row => row.getString(0) -> row.getString(2)) should contain theSameElementsAs Seq(
          "broken-json" -> "{broken", "broken-json" -> "{broken too", "not-an-object" -> "[]",
          "wrong-type" -> """{"text": 5}""")
        rejected.map(_.getString(1)).distinct should have length 1
        rejected.head.getString(1) should endWith("/bad.jsonl")
      } finally corpus.close()
    }

    it("is parsed once and given back to Spark when closed") {
      val corpus = JsonlCorpus.read(spark, file("once.jsonl", """{"text": "a"}""").toString, fields)
      spark.sparkContext.getPersistentRDDs should not be empty
      corpus.close()
      spark.sparkContext.getPersistentRDDs shouldBe empty
    }
  }

  describe("an input without documents") {
    it("is refused by name if nothing is there") {
      refusal(directory.resolve("nothing.jsonl").toString) should include("nothing.jsonl' does not exist")
      refusal(directory.toString + "/*.nothing") should include("/*.nothing' does not exist")
    }

    it("is refused with what was wrong with its lines") {
      val input = file("useless.jsonl", "{broken", """{"body": "b"}""").toString
      refusal(input) should include("useless.jsonl' holds no document with a field 'text'")
      refusal(input) should include("broken-json 1, missing-text 1")
      val bare = new File(directory.toFile, "empty")
      bare.mkdir()
      refusal(bare.toString) should include("empty' holds no document")
      spark.sparkContext.getPersistentRDDs shouldBe empty
    }

    it("is refused if a file of it is damaged") {
      val whole = gzip("cut/cut.jsonl.gz", (1 to 2000).map(i => s"""{"id": "$i", "text": "text ${i * i}"}"""): _*)
      Files.write(whole, Files.readAllBytes(whole).take(1000))
      refusal(whole.toString) should include("cut.jsonl.gz' cannot be read")
      file("cut/plain.jsonl.gz", "not gzip at all")
      refusal(directory.resolve("cut/plain.jsonl.gz").toString) should include("plain.jsonl.gz' cannot be read")
    }
  }
}
