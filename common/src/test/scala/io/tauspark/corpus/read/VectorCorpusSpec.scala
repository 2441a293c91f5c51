package io.tauspark.corpus.read

import java.util.OptionalInt

import scala.collection.JavaConverters._

import io.tauspark.config.InvalidInput
import io.tauspark.corpus.CorpusConfig.Format
import io.tauspark.store.Json
import org.apache.spark.ml.linalg.{Vector, Vectors}
import org.apache.spark.sql.functions.{col, udf}
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

class VectorCorpusSpec extends AnyFunSpec with Matchers with CorpusFiles {
  private def line(id: String, vector: Any*): String = s"""{"id": "$id", "text": "text of $id", "v": [${vector.mkString(", ")}]}"""

  private def scanning[T](input: Any, format: Format = Format.JSONL, id: String = "id",
      embedding: String = "v", dimension: OptionalInt = OptionalInt.empty())(body: VectorCorpus => T): T = {
    val corpus = VectorCorpus.read(spark, config(input, format, id = id, embedding = embedding), dimension)
    try body(corpus) finally corpus.close()
  }

  private def vectors(corpus: VectorCorpus): Map[String, Seq[Double]] = {
    val found = corpus.documents().collect().asScala
    found should have length corpus.count()
    found.map(document => document.id -> document.vector.toSeq).toMap
  }

  private def refusal(input: Any, format: Format = Format.JSONL, embedding: String = "v",
      dimension: OptionalInt = OptionalInt.empty()): String =
    (the[InvalidInput] thrownBy scanning(input, format, embedding = embedding, dimension = dimension)(_ => ())).getMessage

  describe("a corpus with vectors") {
    val rows = Seq("a" -> Seq(1.0, -2.5), "b" -> Seq(0.0, 0.0), "c" -> Seq(-3.0, 0.25))

    it("is JSON with arrays of numbers") {
      scanning(file("in.jsonl", rows.map { case (id, vector) => line(id, vector: _*) }: _*)) { corpus =>
        vectors(corpus) shouldBe rows.toMap
        (corpus.dimension, corpus.count) shouldBe ((2, 3))
        corpus.largest shouldBe Array(3.0, 2.5)
        corpus.texts(Seq("c", "a", "nobody").asJava).asScala shouldBe Map("a" -> "text of a", "c" -> "text of c")
        spark.sparkContext.getPersistentRDDs shouldBe empty
      }
    }

    it("or Parquet with arrays of floats or doubles, or MLlib's vectors, dense and sparse") {
      val doubles = spark.read.parquet(parquet("doubles", "id string, v array<double>", rows: _*))
      doubles.select(col("id"), col("v").cast("array<float>")).write.parquet(directory.resolve("floats").toString)
      val dense = udf((values: Seq[Double]) => Vectors.dense(values.toArray): Vector)
      doubles.select(col("id"), dense(col("v")).as("v")).write.parquet(directory.resolve("dense").toString)
      val sparse = udf((values: Seq[Double]) => Vectors.dense(values.toArray).toSparse: Vector)
      doubles.select(col("id"), sparse(col("v")).as("v")).write.parquet(directory.resolve("sparse").toString)
      for (kind <- Seq("doubles", "floats", "dense", "sparse")) withClue(kind) {
        scanning(directory.resolve(kind), Format.PARQUET) { corpus =>
          vectors(corpus) shouldBe rows.toMap
          corpus.largest shouldBe Array(3.0, 2.5)
          corpus.texts(Seq("a").asJava).asScala shouldBe empty
        }
      }
    }

    it("needs neither texts nor ids") {
      val input = file("in.jsonl", """{"v": [1, 2]}""", """{"v": [3, 4], "text": 5}""", """{"v": [1.0, 2.0]}""")
      scanning(input) { corpus =>
        vectors(corpus).values should contain theSameElementsAs Seq(Seq(1.0, 2.0), Seq(3.0, 4.0))
        corpus.summary().duplicates() shouldBe 1
      }
    }
  }

  describe("vectors that cannot be used") {
    it("are kept with the reason and the line, however the file was cut") {
      val good = (1 to 100).map(i => line(s"$i", i, -i, 0.5))
      val bad = Seq("null-element" -> line("n", 1, "null", 2), "not-finite" -> line("f", 1, "NaN", 2),
        "wrong-length" -> line("l", 1, 2), "wrong-length" -> line("m", 900, 900, 900, 900), "broken-json" -> "{broken",
        "missing-embedding" -> """{"id": "o"}""", "wrong-type" -> """{"id": "w", "v": "1,2,3"}""")
      val lines = good.grouped(20).toSeq.zipAll(bad.map(_._2), Seq(), "").flatMap { case (some, odd) => some :+ odd }
      val input = file("in.jsonl", lines: _*)
      for (bytes <- Seq(1L << 20, 700L)) withPartitions(bytes) {
        scanning(input) { corpus =>
          corpus.count shouldBe 100
          corpus.largest shouldBe Array(100.0, 100.0, 0.5)
          corpus.summary().records() shouldBe 107
          corpus.summary().rejectedByReason().asScala shouldBe
            bad.groupBy(_._1).map { case (reason, some) => reason -> some.size }
          rejected(corpus.summary()).map(r => (r._1, r._3, r._4)) should contain theSameElementsAs
            bad.map { case (reason, record) => (reason, lines.indexOf(record) + 1L, record) }
        }
      }
    }

    it("are found in Parquet as well") {
      val input = parquet("in", "id string, v array<float>", ("a", Seq(1f, 2f)), ("b", Seq(1f, null)),
        ("c", Seq(1f, Float.NaN)), ("d", null), ("e", Seq(3f)), ("f", Seq()), ("g", Seq(Float.NegativeInfinity, 1f)),
        ("h", Seq(4f, 5f)))
      scanning(input, Format.PARQUET) { corpus =>
        vectors(corpus) shouldBe Map("a" -> Seq(1.0, 2.0), "h" -> Seq(4.0, 5.0))
        rejected(corpus.summary()).map(r => (r._1, r._3, r._4)) should contain theSameElementsAs Seq(
          ("null-element", 1, """{"id":"b","v":[1.0,null]}"""), ("not-finite", 2, """{"id":"c","v":[1.0,"NaN"]}"""),
          ("missing-embedding", 3, """{"id":"d"}"""), ("wrong-length", 4, """{"id":"e","v":[3.0]}"""),
          ("wrong-length", 5, """{"id":"f","v":[]}"""), ("not-finite", 6, """{"id":"g","v":["-Infinity",1.0]}"""))
      }
    }
  }

  describe("the dimension") {
    val input = Seq(line("a", 1), line("b", 1, 2), line("c", 1, 2, 3), line("d", 3, 1, 0), line("e", 5, 4))

    it("is what most vectors have, of several the largest, unless it is given") {
      val mixed = file("in.jsonl", input: _*)
      scanning(mixed)(_.dimension shouldBe 3)
      scanning(mixed, dimension = OptionalInt.of(2)) { corpus =>
        vectors(corpus).keySet shouldBe Set("b", "e")
        corpus.largest shouldBe Array(5.0, 4.0)
        corpus.summary().rejectedByReason().asScala shouldBe Map("wrong-length" -> 3)
      }
      refusal(mixed, dimension = OptionalInt.of(7)) should
        include("holds no vector of length 7 in 'v', but 1 of length 1, 2 of length 2, 2 of length 3")
    }

    it("may turn up after many others") {
      val lines = (1 to 30).map(n => line(s"odd-$n", Seq.fill(n + 2)(9): _*)) ++ (1 to 40).map(i => line(s"$i", i, -i))
      scanning(file("in.jsonl", lines: _*)) { corpus =>
        corpus.dimension shouldBe 2
        corpus.largest shouldBe Array(40.0, 40.0)
        corpus.summary().rejectedByReason().asScala shouldBe Map("wrong-length" -> 30)
      }
    }
  }

  describe("an id that several vectors have") {
    it("belongs to one of them, the same for every number of partitions") {
      val lines = (1 to 50).map(i => line(s"$i", i, 1)) ++ Seq(line("7", 7, 1), line("8", 800, 1), line("8", 900, 1), line("9", 1))
      val seen = for (parts <- Seq(1, 2, 7)) yield {
        val shuffled = new scala.util.Random(parts).shuffle(lines)
        shuffled.grouped((lines.size + parts - 1) / parts).zipWithIndex
          .foreach { case (some, i) => file(s"in-$parts/$i.jsonl", some: _*) }
        withPartitions(1000)(scanning(directory.resolve(s"in-$parts")) { corpus =>
          corpus.count shouldBe 50
          corpus.summary().duplicates() shouldBe 1
          corpus.summary().rejectedByReason().asScala shouldBe Map("duplicate-id" -> 2, "wrong-length" -> 1)
          val kept = vectors(corpus)
          corpus.largest shouldBe Array(kept.values.map(_.head).max, 1.0)
          corpus.texts(Seq("8").asJava).asScala shouldBe Map("8" -> "text of 8")
          val lost = rejected(corpus.summary()).filter(_._1 == "duplicate-id")
            .map(r => Json.tree(r._4, "record").at("/v/0").asDouble)
          (lost :+ kept("8").head).toSet shouldBe Set(8.0, 800.0, 900.0)
          kept
        })
      }
      seen.distinct should have size 1
    }
  }

  describe("a corpus that lacks its vectors") {
    it("is refused with the fields there are") {
      refusal(file("in.jsonl", line("a", 1, 2)), embedding = "vector") should include(
        "holds no document with a field 'vector'; rejected records: missing-embedding 1; the fields of one are id, text, v")
      val table = parquet("in", "id string, ints array<int>, text string", ("a", Seq(1, 2), "x"))
      refusal(table, Format.PARQUET) should
        include("has no column 'v'; its columns are id (string), ints (list<int32>), text (string)")
      refusal(table, Format.PARQUET, "text") should include(
        "has a column 'text' of type string, which must be an array of numbers, or a vector of MLlib")
    }
  }
}
