package io.tauspark.corpus.read

import java.nio.charset.StandardCharsets.ISO_8859_1

import io.tauspark.config.InvalidInput
import io.tauspark.corpus.CorpusConfig.Format
import org.apache.spark.sql.functions.{col, struct}
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

class ParquetCorpusSpec extends AnyFunSpec with Matchers with CorpusFiles {
  private def read(input: String, text: String = "text", id: String = "id"): Map[String, String] =
    documents(config(input, Format.PARQUET, text = text, id = id))

  private def refusal(input: String, text: String = "text", id: String = "id"): String =
    (the[InvalidInput] thrownBy read(input, text, id)).getMessage

  describe("a corpus of Parquet") {
    it("has texts of strings or arrays of strings, and ids of strings or whole numbers") {
      parquet("a", "id string, text string", ("x", "one"), ("y", "two"))
      read(directory.resolve("a").toString) shouldBe Map("x" -> "one", "y" -> "two")
      parquet("b", "id bigint, text array<string>", (7L, Seq("CVE-2026-1", "title", "body")))
      read(directory.resolve("b").toString) shouldBe Map("7" -> "CVE-2026-1\ntitle\nbody")
      parquet("c", "text string", Tuple1("abc"))
      read(directory.resolve("c").toString) shouldBe Map("ba7816bf8f01cfea" -> "abc")
    }

    it("may keep them in a nested column, or in one whose name has a dot") {
      val table = spark.read.parquet(parquet("a", "id string, text string", ("x", "one")))
      table.select(struct("id", "text").as("cve")).write.parquet(directory.resolve("b").toString)
      read(directory.resolve("b").toString, "cve.text", "cve.id") shouldBe Map("x" -> "one")
      table.select(col("id"), col("text").as("the.text")).write.parquet(directory.resolve("c").toString)
      read(directory.resolve("c").toString, "the.text") shouldBe Map("x" -> "one")
    }

    it("may have columns that only some of its files have") {
      parquet("in/a", "text string", Tuple1("one"))
      parquet("in/b", "id string, text string", ("x", "two"))
      read(directory.resolve("in").toString).toSeq.map(_._2) should contain theSameElementsAs Seq("one", "two")
      read(directory.resolve("in").toString) should contain("x" -> "two")
    }

    it("keeps rows that are no documents, with the number of the row") {
      val input = parquet("in", "id string, text string", ("a", "one"), ("b", null), ("c", " "), (null, "four"), ("e", "x" * 200))
      reading(config(input, Format.PARQUET, recordLimit = 100)) { corpus =>
        corpus.summary().accepted() shouldBe 2
        rejected(corpus.summary()).map { case (reason, _, line, record) => (reason, line, record.take(30)) } shouldBe Seq(
          ("empty-text", 2, """{"id":"c","text":" "}"""), ("missing-text", 1, """{"id":"b"}"""),
          ("too-long", 4, """{"id":"e","text":"xxxxxxxxxxxxxxxxxxxx""".take(30)))
        rejected(corpus.summary()).map(_._2).forall(_.endsWith(".parquet")) shouldBe true
      }
    }

    it("keeps the bytes of strings that are no UTF-8") {
      val latin = "Straße".getBytes(ISO_8859_1)
      // A cast does not look at the bytes, and Parquet takes them as they are.
      spark.read.parquet(parquet("bytes", "id string, text binary", ("a", latin), ("b", "fine".getBytes)))
        .withColumn("text", col("text").cast("string")).write.parquet(directory.resolve("in").toString)
      reading(config(directory.resolve("in"), Format.PARQUET)) { corpus =>
        corpus.summary().accepted() shouldBe 1
        val row = corpus.summary().rejected().head()
        row.getString(0) shouldBe "invalid-utf8"
        java.util.Base64.getDecoder.decode(row.getString(4)) shouldBe latin
      }
    }

    it("is refused by name if a column is missing or of another type, with the columns there are") {
      val input = parquet("in", "id double, text string, number int", (1.5, "one", 3))
      refusal(input, text = "body", id = "none") should
        include("has no column 'body'; its columns are id (double), text (string), number (int32)")
      refusal(input, text = "number", id = "none") should
        include("has a column 'number' of type int32, which must be a string or an array of strings")
      refusal(input) should include("has a column 'id' of type double, which must be a string or a whole number")
    }

    it("is refused if it is something else or damaged") {
      refusal(file("in.parquet", "no Parquet at all, but long enough to look for its end").toString) should
        include("in.parquet' cannot be read")
      spark.sparkContext.getPersistentRDDs shouldBe empty
    }
  }
}
