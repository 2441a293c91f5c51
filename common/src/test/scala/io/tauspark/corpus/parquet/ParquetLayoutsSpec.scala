package io.tauspark.corpus.parquet

import java.nio.file.{Files, Path, Paths}
import java.util.OptionalInt

import scala.collection.JavaConverters._

import io.tauspark.config.InvalidInput
import io.tauspark.corpus.CorpusConfig.Format
import io.tauspark.corpus.read.{CorpusFiles, VectorCorpus}
import org.apache.hadoop.fs.{Path => HadoopPath}
import org.apache.parquet.example.data.Group
import org.apache.parquet.example.data.simple.{NanoTime, SimpleGroup}
import org.apache.parquet.hadoop.ParquetWriter
import org.apache.parquet.hadoop.example.ExampleParquetWriter
import org.apache.parquet.io.api.Binary
import org.apache.parquet.schema.{MessageType, MessageTypeParser}
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

/**
 * Files as other writers make them. Those in resources were written by what their names say: pyarrow 25, pandas 3,
 * polars 1.44, duckdb 1.5 and fastparquet 2026.9.
 */
class ParquetLayoutsSpec extends AnyFunSpec with Matchers with CorpusFiles {
  private val texts = Seq("one", "two", "three")
  private val lettered = Seq("a", "b", "c").zip(texts).toMap

  private def foreign(name: String): Path = Paths.get(getClass.getResource(s"$name.parquet").toURI)

  private def copied(name: String, to: String): Path = file(to, Files.readAllBytes(foreign(name)))

  private def read(input: Any, text: String = "text", id: String = "id"): Map[String, String] =
    documents(config(input, Format.PARQUET, text = text, id = id))

  private def vectors(input: Any, embedding: String = "v"): Map[String, Seq[Double]] = {
    val corpus = VectorCorpus.read(spark, config(input, Format.PARQUET, embedding = embedding), OptionalInt.empty())
    try corpus.documents().collect().asScala.map(document => document.id -> document.vector.toSeq).toMap
    finally corpus.close()
  }

  private def refusal(input: Any, text: String = "text", id: String = "id", embedding: String = ""): String =
    (the[InvalidInput] thrownBy {
      if (embedding.isEmpty) read(input, text, id) else vectors(input, embedding)
    }).getMessage

  /** Writes rows in any layout, with Parquet's own writer. */
  private def written(name: String, schema: String)(rows: (Group => Unit)*): Path = {
    val path = directory.resolve(name)
    val parsed: MessageType = MessageTypeParser.parseMessageType(s"message m { $schema }")
    val writer: ParquetWriter[Group] = ExampleParquetWriter.builder(new HadoopPath(path.toUri)).withType(parsed).build()
    try for (fill <- rows) {
      val row = new SimpleGroup(parsed)
      fill(row)
      writer.write(row)
    } finally writer.close()
    path
  }

  describe("texts and ids") {
    for ((what, name, text, id, expected) <- Seq(
      ("beside columns that no other reader can take", "pyarrow-odd-columns", "text", "id", lettered),
      ("with ids of a UUID", "duckdb", "text", "id",
        (1 to 3).map(i => s"00000000-0000-4000-8000-00000000000$i").zip(texts).toMap),
      ("with ids of unsigned numbers beyond all signed ones", "polars", "text", "id",
        Seq("1", "9223372036854775813", "18446744073709551615").zip(texts).toMap),
      ("with ids at the ends of unsigned numbers", "pyarrow-uint64", "text", "id",
        Seq("0", "9223372036854775808", "18446744073709551615").zip(texts).toMap),
      ("with ids of decimals that are whole", "pyarrow-decimal", "text", "id",
        (0 to 2).map(i => s"100000000000000000000000000000$i").zip(texts).toMap),
      ("with ids of bytes and lists of lines named 'item'", "pyarrow-list-item", "text", "id",
        Map("1" -> "one\neins", "2" -> "two", "3" -> "three")),
      ("of pandas, with dates in nanoseconds", "pandas-pyarrow", "text", "id", lettered),
      ("of fastparquet", "fastparquet", "text", "id", lettered),
      ("in pages of version 2, differences of strings, with checksums", "pyarrow-v2-delta", "text", "id",
        Seq("7", "8", "9").zip(texts).toMap),
      ("compressed with gzip", "pyarrow-gzip", "text", "id", lettered),
      ("compressed with zstd", "pyarrow-zstd", "text", "id", lettered),
      ("compressed with lz4", "pyarrow-lz4", "text", "id", lettered)))
      it(s"are read $what")(read(foreign(name), text, id) shouldBe expected)

    it("are those of the columns with exactly the names") {
      val both = read(foreign("case"))
      both should have size 60
      both("d0") shouldBe "jumps to brown while fox and bridge and trees moves lazy fox"
      read(foreign("case"), text = "Text")("d0") shouldBe "JUMPS TO BROWN WHILE FOX AND BRIDGE AND TREES MOVES LAZY FOX"
      refusal(foreign("case"), text = "TEXT") should
        include("has no column 'TEXT'; its columns are id (string), text (string), Text (string)")
    }

    it("may come from files whose other columns differ") {
      copied("mixed-a", "in/a.parquet")
      copied("mixed-b", "in/b.parquet")
      read(directory.resolve("in")) should have size 60
    }

    it("may be of another type in every file, or ids missing") {
      copied("pyarrow-list-item", "in/a.parquet")
      copied("pyarrow-gzip", "in/b.parquet")
      copied("pyarrow-null-column", "in/c.parquet")
      val all = read(directory.resolve("in"))
      all should have size 9
      all.filterKeys(_.length == 1).toMap shouldBe lettered ++ Map("1" -> "one\neins", "2" -> "two", "3" -> "three")
      all.filterKeys(_.length > 1).values should contain theSameElementsAs texts
    }

    it("may be one and the same") {
      read(foreign("pyarrow-gzip"), id = "text") shouldBe texts.zip(texts).toMap
    }

    it("of bytes are UTF-8, or kept as they are") {
      reading(config(foreign("pyarrow-binary"), Format.PARQUET)) { corpus =>
        corpus.summary().accepted() shouldBe 2
        val row = corpus.summary().rejected().head()
        (row.getString(0), row.getLong(2), row.getString(4)) shouldBe (("invalid-utf8", 2, "/w=="))
      }
    }

    for ((layout, schema, add) <- Seq[(String, String, (Group, String) => Unit)](
      ("two levels of Avro", "optional group text (LIST) { repeated binary array (UTF8); }",
        (list, line) => list.add("array", line)),
      ("two levels of Thrift", "optional group text (LIST) { repeated binary text_tuple (UTF8); }",
        (list, line) => list.add("text_tuple", line)),
      ("three levels of Hive", "optional group text (LIST) { repeated group bag { optional binary array_element (UTF8); } }",
        (list, line) => list.addGroup("bag").add("array_element", line)),
      ("three levels that cannot be null", "required group text (LIST) { repeated group list { required binary element (UTF8); } }",
        (list, line) => list.addGroup("list").add("element", line))))
      it(s"are read from lists in $layout") {
        val input = written("in.parquet", s"required int64 id; $schema")(
          row => { row.add("id", 1L); val list = row.addGroup("text"); Seq("a", "b", "c").foreach(add(list, _)) },
          row => { row.add("id", -2L); row.addGroup("text") },
          row => { row.add("id", 3L); add(row.addGroup("text"), "d") })
        reading(config(input, Format.PARQUET)) { corpus =>
          corpus.documents().collect().map(row => row.getString(0) -> row.getString(1)).toMap shouldBe
            Map("1" -> "a\nb\nc", "3" -> "d")
          rejected(corpus.summary()).map(r => (r._1, r._3, r._4)) shouldBe Seq(("empty-text", 1, """{"id":"-2","text":[]}"""))
        }
      }

    it("are read from repeated fields, which have neither a list around them nor nulls") {
      val input = written("in.parquet", "required group a { optional binary id (ENUM); repeated binary text; }")(
        row => { val a = row.addGroup("a"); a.add("id", "x"); a.add("text", "one"); a.add("text", "two") },
        row => row.addGroup("a").add("text", "three"))
      read(input, "a.text", "a.id") should contain("x" -> "one\ntwo")
    }

    it("may have ids of any whole number") {
      for ((kind, value, expected) <- Seq[(String, Any, String)](("int32 id (INT_8)", -5, "-5"), ("int32 id (UINT_8)", 200, "200"),
        ("int32 id (UINT_32)", -1, "4294967295"), ("int64 id (UINT_64)", -1L, "18446744073709551615"),
        ("int64 id", Long.MinValue, "-9223372036854775808"), ("int32 id (DECIMAL(9,0))", 12, "12"),
        ("binary id (DECIMAL(30,0))", Binary.fromConstantByteArray(Array(-1)), "-1"))) withClue(kind) {
        val input = written(s"$expected-${kind.hashCode}.parquet", s"required $kind; required binary text (JSON);") { row =>
          value match {
            case number: Int => row.add("id", number)
            case number: Long => row.add("id", number)
            case bytes: Binary => row.add("id", bytes)
          }
          row.add("text", "one")
        }
        read(input) shouldBe Map(expected -> "one")
      }
    }
  }

  describe("vectors") {
    for ((what, name, ids, expected) <- Seq(
      ("half floats", "pyarrow-list-float16", Seq("a", "b"), Seq(Seq(1.5, -2.0), Seq(0.25, 3.0))),
      ("doubles", "pyarrow-list-float64", Seq("a", "b"), Seq(Seq(1.5, -2.0), Seq(0.25, 3.0))),
      ("lists of one length", "pyarrow-fixed-size-list", Seq("a", "b", "c"), Seq(Seq(1.5, -2.0), Seq(0.25, 3.0), Seq(5.0, 6.0))),
      ("large lists with an 'item'", "pyarrow-list-item", Seq("1", "2", "3"), Seq(Seq(1.5, -2.0), Seq(0.25, 3.0), Seq(5.0, 6.0))),
      ("floats split into streams of bytes", "pyarrow-bss", Seq("a", "b", "c"), Seq(Seq(1.5, -2.0), Seq(0.25, 3.0), Seq(5.0, 6.0))),
      ("arrays of polars", "polars", Seq("1", "9223372036854775813", "18446744073709551615"),
        Seq(Seq(1.5, -2.0), Seq(0.25, 3.0), Seq(5.0, 6.0))),
      ("decimals of duckdb's literals", "duckdb", (1 to 3).map(i => s"00000000-0000-4000-8000-00000000000$i"),
        Seq.fill(3)(Seq(1.5, -2.25)))))
      it(s"are read from $what")(vectors(foreign(name)) shouldBe ids.zip(expected).toMap)

    it("are read from lists in the layouts of old writers") {
      for ((layout, schema, add) <- Seq[(String, String, (Group, Float) => Unit)](
        ("avro", "optional group v (LIST) { repeated float array; }", (row, x) => row.add("array", x)),
        ("hive", "optional group v (LIST) { repeated group bag { optional float array_element; } }",
          (row, x) => row.addGroup("bag").add("array_element", x)))) withClue(layout) {
        val input = written(s"$layout.parquet", s"required int32 id; $schema")(
          row => { row.add("id", 1); val list = row.addGroup("v"); Seq(1f, -2f, 3f).foreach(add(list, _)) },
          row => row.add("id", 2),
          row => { row.add("id", 3); val list = row.addGroup("v"); Seq(4f, 5f, 6f).foreach(add(list, _)) })
        vectors(input) shouldBe Map("1" -> Seq(1.0, -2.0, 3.0), "3" -> Seq(4.0, 5.0, 6.0))
      }
      val protobuf = written("protobuf.parquet", "required int32 id; repeated double v;")(
        row => { row.add("id", 1); row.add("v", 1.0); row.add("v", 2.0) },
        row => row.add("id", 2))
      vectors(protobuf) shouldBe Map("1" -> Seq(1.0, 2.0))
    }

    it("are read from whole numbers, such as those of quantized embeddings") {
      val input = written("in.parquet", "optional group v (LIST) { repeated group list { optional int32 element (INT_8); } }") {
        row => { val list = row.addGroup("v"); Seq(-128, 127).foreach(list.addGroup("list").add("element", _)) }
      }
      vectors(input).values.toSeq shouldBe Seq(Seq(-128.0, 127.0))
    }
  }

  describe("one input of many row groups and files") {
    it("gives the same for every number of partitions, with the rows of the file") {
      val rows = (1 to 3000).map(i => (s"$i", if (i % 1000 == 7) null else s"text $i of many"))
      spark.sparkContext.hadoopConfiguration.setInt("parquet.block.size", 4096)
      spark.sparkContext.hadoopConfiguration.setInt("parquet.page.size", 512)
      val input = try parquet("in", "id string, text string", rows: _*) finally {
        spark.sparkContext.hadoopConfiguration.unset("parquet.block.size")
        spark.sparkContext.hadoopConfiguration.unset("parquet.page.size")
      }
      val seen = for (bytes <- Seq(1L << 24, 9000L, 1500L)) yield withPartitions(bytes) {
        reading(config(input, Format.PARQUET)) { corpus =>
          (corpus.documents().collect().map(_.getString(0)).toSet, rejected(corpus.summary()).map(r => (r._1, r._3, r._4)))
        }
      }
      seen.distinct should have size 1
      seen.head._1 shouldBe rows.filter(_._2 != null).map(_._1).toSet
      seen.head._2.toSet shouldBe Set(7, 1007, 2007).map(i => ("missing-text", i - 1L, s"""{"id":"$i"}"""))
    }

    it("names files as they are called, in rejections and refusals") {
      for (name <- Seq("sp ace", "ha#sh", "per%20cent", "größe日本", "[a]{b}")) {
        val input = written(s"$name.parquet", "optional binary id (UTF8); optional binary text (UTF8);")(_.add("id", "x"),
          row => { row.add("id", "y"); row.add("text", "one") })
        reading(config(directory, Format.PARQUET)) { corpus =>
          corpus.summary().rejected().collect().map(_.getString(1)).toSeq shouldBe Seq(s"file:$input")
        }
        Files.write(input, Array[Byte](1, 2, 3))
        refusal(directory) should startWith(s"file 'file:$input' cannot be read as Parquet")
        Files.delete(input)
      }
    }

    it("keeps the rows of files that lack a column, or have it in a type that is none of a text") {
      copied("pyarrow-gzip", "in/a.parquet")
      written("in/b.parquet", "optional binary id (UTF8); optional binary body (UTF8);")(
        row => { row.add("id", "d"); row.add("body", "four") })
      written("in/c.parquet", "optional binary id (UTF8); optional double text;")(row => { row.add("id", "e"); row.add("text", 1.5) })
      written("in/d.parquet", "optional double id; optional binary text;")(row => { row.add("id", 1.5); row.add("text", "six") })
      reading(config(directory.resolve("in"), Format.PARQUET)) { corpus =>
        corpus.summary().accepted() shouldBe 3
        rejected(corpus.summary()) shouldBe Seq(("missing-text", "b.parquet", 0, """{"id":"d"}"""),
          ("wrong-type", "c.parquet", 0, """{"id":"e"}"""), ("wrong-type", "d.parquet", 0, """{"text":"six"}"""))
      }
    }

    it("is read whole, whatever filters the session has") {
      val hadoop = spark.sparkContext.hadoopConfiguration
      hadoop.set("parquet.read.filter", "org.example.NoSuchFilter")
      try read(foreign("pyarrow-gzip")) shouldBe lettered finally hadoop.unset("parquet.read.filter")
    }
  }

  describe("what is no corpus is refused, telling types as the file does:") {
    for ((what, name, id, embedding, words) <- Seq(
      ("ids of times", "pyarrow-time", "id", "", "has a column 'id' of type time(micros), which must be a string or a whole number"),
      ("ids of dates", "pyarrow-timestamp-ns", "id", "", "has a column 'id' of type timestamp(nanos), which must be"),
      ("ids of fractions", "pyarrow-decimal-scale", "id", "", "has a column 'id' of type decimal(10,2), which must be"),
      ("ids of lists", "pyarrow-list-float16", "v", "", "has a column 'v' of type list<float16>, which must be"),
      ("ids of intervals", "duckdb", "iv", "", "has a column 'iv' of type interval, which must be"),
      ("ids of half floats", "pyarrow-odd-columns", "half", "", "has a column 'half' of type float16, which must be"),
      ("embeddings of texts", "pyarrow-gzip", "id", "text",
        "has a column 'text' of type string, which must be an array of numbers, or a vector of MLlib; its columns are id (string)"),
      ("embeddings of groups", "pyarrow-odd-columns", "id", "deep", "has a column 'deep' of type group, which must be"),
      ("no embeddings", "pyarrow-odd-columns", "id", "v", "has no column 'v'; its columns are id (string), text (string), ID (int64), " +
        "Text (boolean), ns (timestamp(nanos)), time (time(nanos)), half (float16), uuid (uuid), nothing (null), deep (group), map (group)"),
      ("an unknown compression", "pyarrow-brotli", "id", "", "compresses column 'id' with brotli, for which there is no codec here")))
      it(what) {
        val message = refusal(foreign(name), id = id, embedding = embedding)
        message should include(words)
        message should include(s"$name.parquet")
      }

    it("several columns of one name") {
      refusal(foreign("pyarrow-two-texts")) should include("it has several columns 'text'; keep one of them")
    }

    it("times of old writers") {
      val input = written("in.parquet", "optional int96 id; optional binary text (UTF8);")(
        row => { row.add("id", new NanoTime(2440000, 1)); row.add("text", "one") })
      refusal(input) should include("has a column 'id' of type int96, which must be")
    }

    it("a file among others that is no Parquet") {
      copied("pyarrow-gzip", "in/a.parquet")
      file("in/README.parquet", "# A data set")
      refusal(directory.resolve("in")) should (startWith("file 'file:") and include("in/README.parquet' cannot be read as Parquet"))
    }

    it("pages that do not have their checksum") {
      val input = written("in.parquet", "required int32 id; required binary text (UTF8);")(
        row => { row.add("id", 1); row.add("text", "words that no statistics hold, as these are longer than they are kept " * 9) })
      val bytes = Files.readAllBytes(input)
      val at = new String(bytes, "ISO-8859-1").indexOf("words")
      bytes(at) = 'T'
      Files.write(input, bytes)
      refusal(input) should (include("in.parquet' cannot be read as Parquet") and include("checksum"))
    }
  }
}
