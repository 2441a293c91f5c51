package io.tauspark.corpus.read

import java.nio.charset.StandardCharsets.{ISO_8859_1, UTF_8}
import java.nio.file.{Files, Path}
import java.util.zip.{DeflaterOutputStream, GZIPInputStream, GZIPOutputStream}

import scala.collection.JavaConverters._

import com.github.luben.zstd.ZstdOutputStream
import io.tauspark.config.InvalidInput
import io.tauspark.corpus.CorpusConfig
import io.tauspark.corpus.CorpusConfig.{Format, TextUnit}
import io.tauspark.shards.Fingerprint
import io.tauspark.store.Json
import org.apache.hadoop.conf.Configuration
import org.apache.hadoop.io.compress.BZip2Codec
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

class CorpusSpec extends AnyFunSpec with Matchers with CorpusFiles {
  private def refusal(config: CorpusConfig): String =
    (the[InvalidInput] thrownBy Corpus.read(spark, config)).getMessage

  private def row(id: Any, text: String): String = Json.line(java.util.Map.of("id", id, "text", text))

  describe("a corpus of JSONL") {
    it("is read from a file, a directory with all below it, or a glob") {
      val one = file("in/one.jsonl", row(1, "one"), "", "   ", row(2, "two"))
      file("in/deep/er/three.jsonl", """{"id": "3", "text": ["CVE-2026-1", "title", "body"]}""")
      documents(config(one)) shouldBe Map("1" -> "one", "2" -> "two")
      documents(config(directory.resolve("in"))) shouldBe Map("1" -> "one", "2" -> "two", "3" -> "CVE-2026-1\ntitle\nbody")
      documents(config(directory.toUri.toString + "in/*.jsonl")) should have size 2
      documents(config(directory.toUri.toString + "{in,out}")) should have size 3
    }

    it("leaves out what writers hide beside it") {
      file("in/one.jsonl", row(1, "one"))
      Seq("in/_SUCCESS", "in/.one.jsonl.crc", "in/_temporary/0/two.jsonl").foreach(file(_, "not json"))
      reading(config(directory.resolve("in")))(_.summary().records() shouldBe 1)
      reading(config(directory.resolve("in") + "/*"))(_.summary().records() shouldBe 1)
    }

    it("may be compressed, also in several members") {
      val content = (1 to 3).map(i => row(i, s"text $i")).mkString("\r\n").getBytes(UTF_8)
      val more = ("\n" + row(4, "text 4")).getBytes(UTF_8)
      val hadoop = new BZip2Codec
      hadoop.setConf(new Configuration())
      for ((suffix, stream) <- Seq[(String, java.io.OutputStream => java.io.OutputStream)](
          "gz" -> (new GZIPOutputStream(_)), "bz2" -> (hadoop.createOutputStream(_)),
          "zst" -> (new ZstdOutputStream(_)))) withClue(suffix) {
        val path = file(s"in.jsonl.$suffix", compressed(stream, content) ++ compressed(stream, more))
        documents(config(path)) shouldBe (1 to 4).map(i => s"$i" -> s"text $i").toMap
      }
      documents(config(file("in.jsonl.deflate", compressed(new DeflaterOutputStream(_), content)))) should have size 3
    }

    it("may be padded with zeros, as tapes leave gzip files, and empty whatever its name") {
      val one = compressed(new GZIPOutputStream(_), row(1, "one").getBytes(UTF_8))
      file("in/padded.jsonl.gz", one ++ new Array[Byte](1000))
      for (suffix <- Seq("", ".gz", ".bz2", ".zst", ".deflate")) file(s"in/empty.jsonl$suffix", Array.emptyByteArray)
      file("in/nothing.jsonl.gz", compressed(new GZIPOutputStream(_), Array.emptyByteArray))
      documents(config(directory.resolve("in"))) shouldBe Map("1" -> "one")
    }

    it("may be Zstandard with a long window, if the memory for it is given") {
      val long: java.io.OutputStream => java.io.OutputStream = out => {
        val zstd = new ZstdOutputStream(out)
        zstd.setLong(24)
        zstd
      }
      val input = file("in.jsonl.zst", compressed(long, row(1, "one").getBytes(UTF_8)))
      refusal(config(input, zstdWindow = 8 << 20)) shouldBe s"file 'file:$input' cannot be read: " +
        "it needs a window of 16MiB, more than zstd-window = 8MiB; set zstd-window=16MiB"
      documents(config(input, zstdWindow = 16 << 20)) shouldBe Map("1" -> "one")
    }

    it("keeps ids apart that differ in a digit, however long they are") {
      val ids = (1 to 60).map(i => f"1717171717.1234567$i%02d")
      val input = file("in.jsonl", ids.map(id => s"""{"id": $id, "text": "text"}"""): _*)
      documents(config(input)).keySet shouldBe ids.toSet
    }

    it("gives a document without an id the start of the SHA-256 of its text") {
      documents(config(file("in.jsonl", """{"text": "abc"}""", """{"id": " ", "text": "b"}"""))) should
        contain("ba7816bf8f01cfea" -> "abc")
    }

    it("is parsed once and given back to Spark when closed") {
      val corpus = Corpus.read(spark, config(file("in.jsonl", row(1, "a"), row(1, "a"), row(1, "b"))))
      spark.sparkContext.getPersistentRDDs should not be empty
      corpus.close()
      spark.sparkContext.getPersistentRDDs shouldBe empty
    }
  }

  describe("a corpus of plain text") {
    it("has a document in every line that is not blank") {
      val found = documents(config(file("in.txt", "\uFEFFone", "", " \t", " two ", "one"), Format.TEXT))
      found.values should contain theSameElementsAs Seq("one", " two ")
      found.keySet should contain(Fingerprint.hex("one"))
    }

    it("or in every file, named by its path below the input") {
      file("in/a.txt", "one\n", "two")
      file("in/deep/b.txt.gz", compressed(new GZIPOutputStream(_), "three".getBytes(UTF_8)))
      file("in/empty.txt", Array.emptyByteArray)
      file("in/latin.txt", "Straße".getBytes(ISO_8859_1))
      file("in/long.txt", "x" * 200)
      val whole = config(directory.resolve("in"), Format.TEXT, TextUnit.FILE, recordLimit = 100)
      documents(whole) shouldBe Map("a.txt" -> "one\n\ntwo\n", "deep/b.txt.gz" -> "three")
      reading(whole)(corpus => rejected(corpus.summary()).map(r => r._1 -> r._2)) shouldBe
        Seq("empty-text" -> "empty.txt", "invalid-utf8" -> "latin.txt", "too-long" -> "long.txt")
      documents(config(directory.resolve("in/a.txt"), Format.TEXT, TextUnit.FILE)).keySet shouldBe Set("a.txt")
      documents(config(directory.resolve("in") + "/d*", Format.TEXT, TextUnit.FILE)).keySet shouldBe
        Set("deep/b.txt.gz")
    }
  }

  describe("records that are no documents") {
    it("are kept with the reason, the file, the line and all there was") {
      val bad = file("in.jsonl", row(1, "one"), "{broken", "", "[]", """{"text": 5}""", """{"text": ["a", null]}""")
      reading(config(bad)) { corpus =>
        corpus.summary().accepted() shouldBe 1
        corpus.summary().records() shouldBe 5
        rejected(corpus.summary()) shouldBe Seq(
          ("broken-json", "in.jsonl", 2, "{broken"), ("not-an-object", "in.jsonl", 4, "[]"),
          ("null-element", "in.jsonl", 6, """{"text": ["a", null]}"""), ("wrong-type", "in.jsonl", 5, """{"text": 5}"""))
      }
    }

    it("keep their exact bytes where these are no UTF-8") {
      val bytes = """{"text": "Straße"}""".getBytes(ISO_8859_1)
      val input = file("in.jsonl", bytes ++ "\r\n".getBytes ++ row(1, "one").getBytes)
      reading(config(input)) { corpus =>
        val row = corpus.summary().rejected().head()
        row.getString(0) shouldBe "invalid-utf8"
        row.getString(3) shouldBe "{\"text\": \"Stra\uFFFDe\"}"
        java.util.Base64.getDecoder.decode(row.getString(4)) shouldBe bytes
      }
    }

    it("are kept by their beginning where they are longer than the limit") {
      val long = row("long", "x" * 50000)
      val short = row("short", "y" * (50000 - 1 - row("short", "").length))
      val input = file("in.jsonl", short, long, row(1, "one"))
      reading(config(input, recordLimit = 49999)) { corpus =>
        corpus.documents().collect().map(_.getString(0)).toSet shouldBe Set("short", "1")
        corpus.summary().rejectedByReason().asScala shouldBe Map("too-long" -> 1)
        val kept = rejected(corpus.summary()).head
        kept._3 shouldBe 2
        kept._4.length should be <= 4096
        long should startWith(kept._4)
      }
    }

    it("are told by their line in the file however it was cut, and whatever was compressed") {
      val lines = (1 to 400).flatMap(i => Seq(row(i, s"text $i " + "x" * (i * 37 % 200)), if (i % 9 == 0) s"{broken $i" else ""))
      val plain = file("in/a.jsonl", lines: _*)
      file("in/b.jsonl.gz", compressed(new GZIPOutputStream(_), lines.mkString("\r\n").getBytes(UTF_8)))
      val expected = lines.zipWithIndex.collect { case (line, i) if line.startsWith("{broken") => (line, i + 1L) }
      val seen = for (bytes <- Seq(Files.size(plain) * 4, 10000L, 2003L)) yield withPartitions(bytes) {
        reading(config(directory.resolve("in"))) { corpus =>
          corpus.summary().accepted() shouldBe 400
          corpus.summary().duplicates() shouldBe 400
          val found = rejected(corpus.summary())
          for (name <- Seq("a.jsonl", "b.jsonl.gz"))
            found.filter(_._2 == name).map(r => (r._4, r._3)) should contain theSameElementsAs expected
          corpus.documents().rdd.getNumPartitions
        }
      }
      seen.last should be > seen.head
    }

    it("stop the job if they are more than allowed, and are written in one order") {
      val input = file("in.jsonl", row(1, "one"), "{broken", row(2, "two"), "{", row(3, "three"))
      reading(config(input, rejectedLimit = 0.4)) { corpus =>
        corpus.summary().requireFewRejected()
        corpus.summary().writeRejected(new org.apache.hadoop.fs.Path(directory.resolve("out/rejected").toUri))
      }
      val written = new GZIPInputStream(Files.newInputStream(directory.resolve("out/rejected/part-00000.jsonl.gz")))
      new String(written.readAllBytes(), UTF_8) shouldBe Seq(2 -> "{broken", 4 -> "{").map { case (line, record) =>
        s"""{"reason":"broken-json","file":"file:$input","line":$line,"record":"$record"}""" + "\n"
      }.mkString
      written.close()
      directory.resolve("out/rejected").toFile.list() shouldBe Array("part-00000.jsonl.gz")
      val thrown = the[InvalidInput] thrownBy reading(config(input, rejectedLimit = 0.39))(_.summary().requireFewRejected())
      thrown.getMessage should startWith(s"2 of the 5 records of input '$input' are rejected (broken-json 2), more than")
    }
  }

  describe("an id that several records have") {
    it("belongs to the smallest text; its copies are counted and others rejected") {
      val rows = Seq(row(1, "b"), row(1, "a"), row(1, "b"), row(1, "a"), row(2, "a"), row(3, "c"), row(1, "ü"))
      for (parts <- Seq(1, 2, 7)) withClue(s"$parts files: ") {
        val shuffled = new scala.util.Random(parts).shuffle(rows)
        shuffled.grouped((rows.size + parts - 1) / parts).zipWithIndex
          .foreach { case (lines, i) => file(s"in-$parts/$i.jsonl", lines: _*) }
        withPartitions(64)(reading(config(directory.resolve(s"in-$parts"))) { corpus =>
          corpus.documents().collect().map(r => r.getString(0) -> r.getString(1)).toSet shouldBe
            Set("1" -> "a", "2" -> "a", "3" -> "c")
          corpus.summary().duplicates() shouldBe 2
          corpus.summary().rejectedByReason().asScala shouldBe Map("duplicate-id" -> 2)
          corpus.summary().records() shouldBe 7
          rejected(corpus.summary()).map(_._4) should contain theSameElementsAs
            Seq("""{"id":"1","text":"b"}""", """{"id":"1","text":"ü"}""")
        })
      }
    }

    it("is told by the line of the record that lost it") {
      reading(config(file("in.jsonl", row(1, "a"), "", row(1, "b")))) { corpus =>
        rejected(corpus.summary()) shouldBe Seq(("duplicate-id", "in.jsonl", 3, """{"id":"1","text":"b"}"""))
      }
    }
  }

  describe("an input without documents") {
    it("is refused by name if nothing is there") {
      refusal(config(directory.resolve("nothing.jsonl"))) should include("nothing.jsonl' does not exist")
      refusal(config(directory + "/*.nothing")) should include("/*.nothing' does not exist")
    }

    it("is refused with what was wrong with its records, and the fields they have") {
      val input = file("useless.jsonl", "{broken", """{"body": "b", "key": 1}""")
      refusal(config(input)) should include("useless.jsonl' holds no document with a field 'text'")
      refusal(config(input)) should include("broken-json 1, missing-text 1; the fields of one are body, key\n")
      refusal(config(input)) should include(s"\n  first broken-json: 'file:$input', line 1: {broken")
      refusal(config(input)) should endWith(
        s"""\n  first missing-text: 'file:$input', line 2, with the fields body, key: {"body": "b", "key": 1}""")
      Files.createDirectory(directory.resolve("empty"))
      refusal(config(directory.resolve("empty"))) should include("empty' holds no document")
      spark.sparkContext.getPersistentRDDs shouldBe empty
    }

    it("is refused with the type of the field that is there, read as documents are") {
      val chats = (1 to 6).map(i => s"""{"messages": [{"role": "user"}], "n": $i, "score": NaN}""")
      refusal(config(file("chat.jsonl", chats: _*), text = "messages")) should include(
        "chat.jsonl' holds no document: field 'messages' is a list of objects, not a string or a list of strings" +
          " in all 6 records; rejected records: wrong-type 6\n")
      refusal(config(file("nan.jsonl", chats: _*))) should include("; the fields of one are messages, n, score")
    }

    it("is refused with what its files look like") {
      val documents = (1 to 3).map(i => row(i, s"text $i"))
      val cases = Seq(
        "README.md" -> "# Title\n\nwords\nwords\nwords" -> "Markdown: leave it out",
        "lines.json" -> "[\n1,\n2,\n3\n]" -> "one JSON array: write an object on every line",
        "pretty.json" -> "{\n  \"text\": \"a\",\n  \"id\": 1\n}" -> "JSON over several lines",
        "table.txt" -> "id,text\n1,one\n2,two\n3,three" -> "a table with separators (CSV)")
      for (((name, content), looks) <- cases) withClue(name) {
        file("in/data.jsonl", documents: _*)
        val odd = file(s"in/$name", content)
        val thrown = the[InvalidInput] thrownBy
          reading(config(directory.resolve("in"), rejectedLimit = 0.05))(_.summary().requireFewRejected())
        thrown.getMessage should include regex s"first [a-z-]+: '.*/$name', line 1: "
        thrown.getMessage should include(s"; the file looks like $looks")
        Files.delete(odd)
      }
    }

    it("is refused with the first of the records of one kind, whatever the partitions") {
      val lines = (1 to 200).map(i => if (i % 7 == 3) s"{broken $i" else row(i, s"text $i"))
      for (name <- Seq("b", "a", "c")) file(s"in/$name.jsonl", lines: _*)
      for (bytes <- Seq(1L << 20, 500L)) withPartitions(bytes) {
        val thrown = the[InvalidInput] thrownBy
          reading(config(directory.resolve("in"), rejectedLimit = 0.05))(_.summary().requireFewRejected())
        thrown.getMessage should endWith(s"\n  first broken-json: 'file:$directory/in/a.jsonl', line 3: {broken 3")
      }
    }

    it("is refused if a file of it is of another form than its name or the format says") {
      val content = (1 to 40).map(i => row(i, s"text $i")).mkString("\n").getBytes(UTF_8)
      val gzip = compressed(new GZIPOutputStream(_), content)
      val cases = Seq(
        ("a.jsonl", gzip, "it holds gzip, not text; name it so that it ends in .gz"),
        ("b.jsonl", compressed(new ZstdOutputStream(_), content), "it holds Zstandard, not text; name it so that it ends in .zst"),
        ("c.jsonl.gz", content, "its name ends in .gz, but it is not compressed so; name it without .gz if it is plain text"),
        ("d.jsonl.bz2", gzip, "its name ends in .bz2, but it holds gzip; name it so that it ends in .gz"),
        ("e.jsonl.gz", compressed(new GZIPOutputStream(_), gzip), "it holds gzip, not text"),
        ("f.jsonl", new String(content, UTF_8).getBytes("UTF-16LE"), "it holds UTF-16, not text; convert it, such as with iconv"),
        ("g.jsonl", new String(content, UTF_8).getBytes("UTF-16"), "it holds UTF-16, not text; convert it, such as with iconv"),
        ("h.jsonl", s"[${row(1, "a")}, ${row(2, "b")}]".getBytes(UTF_8), "it holds one JSON array: write an object on every line"))
      for ((name, bytes, reason) <- cases) withClue(name) {
        val odd = file(s"in/$name", bytes)
        file("in/good.jsonl", row(1, "one"))
        refusal(config(directory.resolve("in"))) should startWith(s"file 'file:$odd' cannot be read: $reason")
        Files.delete(odd)
      }
      val table = parquet("table", "id string, text string", ("a", "b"))
      refusal(config(table + "/*.parquet")) should include("it holds Parquet, not text; set format=parquet")
    }

    it("is refused if it is compressed in a way that nobody can read here") {
      for (suffix <- Seq("xz", "7z", "zip")) {
        file("in/good.jsonl", row(1, "one"))
        val odd: Path = file(s"in/odd.jsonl.$suffix", "PK")
        refusal(config(directory.resolve("in"))) should
          include(s"odd.jsonl.$suffix' cannot be read: .$suffix is none of .gz, .bz2, .deflate and .zst")
        Files.delete(odd)
      }
    }

    it("is refused if a file of it is damaged") {
      val content = (1 to 2000).map(i => row(i, s"text ${i * i}")).mkString("\n").getBytes(UTF_8)
      val whole = compressed(new GZIPOutputStream(_), content)
      refusal(config(file("cut.jsonl.gz", whole.take(1000)))) should
        include("cut.jsonl.gz' cannot be read: its compressed data end too early")
      refusal(config(file("more.jsonl.gz", whole ++ "more".getBytes(UTF_8)))) should
        include("more.jsonl.gz' cannot be read: behind its compressed data lie others")
      refusal(config(file("plain.jsonl.gz", "not gzip at all"))) should include("plain.jsonl.gz' cannot be read")
      refusal(config(file("cut.jsonl.zst", compressed(new ZstdOutputStream(_), content).take(1000)))) should
        include("cut.jsonl.zst' cannot be read")
    }
  }
}
