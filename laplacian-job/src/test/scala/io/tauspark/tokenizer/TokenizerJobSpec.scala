package io.tauspark.tokenizer

import java.nio.charset.StandardCharsets.UTF_8
import java.nio.file.{Files, Path}

import scala.collection.JavaConverters._

import io.tauspark.config.InvalidInput
import io.tauspark.shard.ShardJob
import io.tauspark.store.Json
import io.tauspark.testing.SparkSpec
import io.tauspark.tokens.{Tokenizer, TokenizerSource}
import org.apache.commons.io.FileUtils
import org.scalatest.BeforeAndAfterAll
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

class TokenizerJobSpec extends AnyFunSpec with Matchers with SparkSpec with BeforeAndAfterAll {
  private val directory: Path = Files.createTempDirectory("tokenizer")

  /** Words of a few syllables, some of which are far more frequent than others, among what is harder to cut. */
  private val documents: Seq[(String, String)] = {
    val random = new scala.util.Random(5)
    val syllables = "ba ce di fo gu mar pel kin dor vas que tor lin man est".split(' ')
    val made = Seq.fill(200)(Seq.fill(1 + random.nextInt(3))(syllables(random.nextInt(syllables.length))).mkString)
    val words = made.patch(20, "naïve 漢字 👩‍💻 it's 1234 x_1; (so), don't".split(' '), 0)
    (1 to 400).map { i =>
      s"doc-$i" -> Seq.fill(20)(words((words.length * random.nextDouble() * random.nextDouble()).toInt)).mkString(" ")
    }
  }

  override def beforeAll(): Unit = {
    super.beforeAll()
    shard("shards", documents)
  }

  override def afterAll(): Unit = {
    FileUtils.deleteDirectory(directory.toFile)
    super.afterAll()
  }

  private def shard(name: String, documents: Seq[(String, String)], settings: String*): Unit = {
    val lines = documents.map { case (id, text) => Json.line(java.util.Map.of("id", id, "text", text)) }
    val corpus = Files.write(directory.resolve(s"$name.jsonl"), lines.mkString("", "\n", "\n").getBytes(UTF_8))
    ShardJob.run(spark, ShardJob.configure(
      Seq(s"input=$corpus", s"output=${directory.resolve(name)}", "shards=4", "validation.fraction=0.1") ++ settings: _*))
    ()
  }

  private def learn(shards: String, output: String, settings: String*): TokenizerReport =
    TokenizerJob.run(spark, TokenizerJob.configure(
      Seq(s"data=${directory.resolve(shards)}", s"output=${directory.resolve(output)}") ++ settings: _*))

  private def refusal(shards: String, output: String, settings: String*): String =
    (the[InvalidInput] thrownBy learn(shards, output, settings: _*)).getMessage

  private def content(output: String, name: String): String = Files.readString(directory.resolve(s"$output/$name"))

  private def opened[T](output: String)(use: Tokenizer => T): T = {
    val file = directory.resolve(s"$output/tokenizer.json")
    val tokenizer = TokenizerSource.huggingFace(Files.readAllBytes(file), file.toString).open()
    try use(tokenizer) finally tokenizer.close()
  }

  private def texts(split: String): Seq[String] = {
    val chosen = spark.read.json(directory.resolve(s"shards/$split").toString)
    chosen.collect().map(_.getAs[String]("text")).toSeq
  }

  describe("a tokenizer of a corpus") {
    it("has the vocabulary that was asked for, and gives every text back") {
      val report = learn("shards", "asked", "vocabulary=340")
      report.vocabulary shouldBe 340
      report.chosen shouldBe false
      directory.resolve("asked").toFile.list.toSet shouldBe
        Set("tokenizer.json", "report.json", "report.html", "provenance.json")
      opened("asked") { tokenizer =>
        tokenizer.vocabulary shouldBe 340
        tokenizer.separator shouldBe 339
        for (text <- texts("validation") :+ "never seen: ÄÖÜ \u0000 🦊\r\n") {
          tokenizer.decode(tokenizer.encode(text)) shouldBe text
        }
      }
    }

    it("is measured on the documents that it was learnt from, and on those that it was not") {
      val report = learn("shards", "measured", "vocabulary=340")
      opened("measured") { tokenizer =>
        for ((split, measured) <- Seq("train" -> report.training, "validation" -> report.validation)) {
          val all = texts(split)
          measured.documents shouldBe all.size
          measured.bytes shouldBe all.map(_.getBytes(UTF_8).length).sum
          measured.words shouldBe all.map(_.split(' ').length).sum
          measured.whole.tokens shouldBe all.map(tokenizer.encode(_).length).sum
          measured.whole.bytesPerToken shouldBe measured.bytes.toDouble / measured.whole.tokens
          measured.whole.tokensPerWord shouldBe measured.whole.tokens.toDouble / measured.words
        }
      }
      report.longest.asScala.map(_.bytes).toSeq shouldBe report.longest.asScala.map(_.bytes).sorted.reverse.toSeq
      report.summary should include("vocabulary  340 ids: 256 bytes, 83 learnt, 1 special")
      report.summary should include regex "validation  \\d+ documents, [\\d,]+ bytes: [\\d.]+ bytes to a token"
    }

    it("shows what fewer ids would give") {
      val larger = "abcdefghijklmnopqrstuvwxyz".combinations(2).toSeq.map(pair => pair -> s"$pair$pair ${pair.reverse}$pair")
      shard("pairs", (0 until 4).flatMap(i => larger.map { case (id, text) => s"$id-$i" -> s"$text $i" }))
      val report = learn("pairs", "sizes", "vocabulary=800")
      report.training.sizes.asScala.map(_.vocabulary) shouldBe Seq(512, 800)
      val smaller = learn("pairs", "smaller", "vocabulary=512")
      smaller.training.whole shouldBe report.training.sizes.get(0)
      smaller.validation.whole shouldBe report.validation.sizes.get(0)
    }

    it("may have a size that the corpus chooses") {
      val report = learn("shards", "chosen")
      report.chosen shouldBe true
      report.learnt.merges should be > 0
      report.learnt.frequent should be >= math.ceil(0.95 * report.learnt.merges).toInt
    }

    it("has the special tokens that were named, after all others") {
      learn("shards", "special", "vocabulary=300", "special=[<|user|>, </s>, <|endoftext|>]")
      opened("special") { tokenizer =>
        tokenizer.separator shouldBe 299
        tokenizer.encode("<|user|>") shouldBe Array(297)
        tokenizer.encode("</s>") shouldBe Array(298)
        tokenizer.encode("<|endoftext|>") should not contain 299
      }
    }

    it("says what it came from, in files for people and programs") {
      learn("shards", "told", "vocabulary=300")
      val provenance = Json.tree(content("told", "provenance.json"), "provenance")
      provenance.path("job").asText shouldBe "tokenizer"
      provenance.path("config").path("vocabulary").asInt shouldBe 300
      provenance.path("inputs").path("data").path("parts").size should be > 0
      Json.tree(content("told", "report.json"), "report").path("vocabulary").asInt shouldBe 300
      content("told", "report.html") should (include("Bytes to a token") or include("bytes to a token"))
      content("told", "report.html") should include("␣")
    }
  }

  describe("one corpus in any number of parts") {
    it("gives the same bytes") {
      val files = for (parts <- Seq(1, 2, 7)) yield {
        // What is validation follows from the ids.
        shard(s"parts-$parts", documents, s"shards=$parts", s"seed=$parts")
        learn(s"parts-$parts", s"of-$parts", "vocabulary=340")
        content(s"of-$parts", "tokenizer.json")
      }
      files(1) shouldBe files.head
      files(2) shouldBe files.head
    }

    it("keeps the same pre-tokens where the driver may not keep all") {
      val reports = for (parts <- Seq(1, 7)) yield learn(s"parts-$parts", s"few-$parts", "words=9", "vocabulary=265")
      content("few-1", "tokenizer.json") shouldBe content("few-7", "tokenizer.json")
      for (report <- reports) {
        report.learnt.words shouldBe 9
        report.learnt.wordsLeftOut shouldBe report.training.distinct - 9
        report.learnt.occurrencesLeftOut should be > 0L
        report.summary should include("rarer ones")
      }
    }
  }

  describe("what cannot be used") {
    it("is a vocabulary beyond the corpus, with the one that it supports") {
      val message = refusal("shards", "beyond", "vocabulary=20000")
      message should include("vocabulary = 20000 is more than data")
      val most = "at most (\\d+) ids".r.findFirstMatchIn(message).get.group(1).toInt
      learn("shards", "most", s"vocabulary=$most").vocabulary shouldBe most
      refusal("shards", "beyond", s"vocabulary=${most + 1}") should include(s"at most $most ids")
      Files.exists(directory.resolve("beyond")) shouldBe false
    }

    it("are shards without training documents") {
      val manifest = directory.resolve("untrained/manifest.json")
      FileUtils.copyDirectory(directory.resolve("parts-1").toFile, directory.resolve("untrained").toFile)
      val tree = Json.tree(Files.readString(manifest), "manifest").deepCopy[com.fasterxml.jackson.databind.node.ObjectNode]()
      val parts = tree.withArray[com.fasterxml.jackson.databind.node.ArrayNode]("parts")
      val train = parts.get(0)
      parts.remove(0)
      tree.withObject("/documents").put("train", 0)
      tree.put("bytes", tree.path("bytes").asLong - train.path("bytes").asLong)
      tree.put("records", tree.path("records").asLong - train.path("documents").asLong)
      Files.writeString(manifest, Json.pretty(tree))
      refusal("untrained", "none") should include("has no training documents to learn from: shard a larger corpus")
    }

    it("is an output that is there, unless it may be replaced") {
      learn("shards", "again", "vocabulary=300")
      refusal("shards", "again", "vocabulary=301") should include("exists; give another output or set overwrite=true")
      opened("again")(_.vocabulary) shouldBe 300
      learn("shards", "again", "vocabulary=301", "overwrite=true")
      opened("again")(_.vocabulary) shouldBe 301
    }
  }
}
