package io.tauspark.laplacian

import java.nio.file.{Files, Path}
import java.util.Optional

import scala.collection.JavaConverters._

import io.tauspark.config.{InvalidConfig, InvalidInput}
import io.tauspark.score.ScoreJob
import io.tauspark.terms.{TermTable, TermsFile}
import org.apache.hadoop.fs.{Path => HadoopPath}
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

class TermsSpec extends AnyFunSpec with Matchers with MemorySpec with VectorInputs {
  private val few = Seq("terms.tokenizer=gpt2", "terms.size=8", "terms.rank=6", "terms.topk=4", "gate.components=9")

  private def hadoop = spark.sparkContext.hadoopConfiguration

  private def make(input: Path, output: String, settings: String*): LaplacianReport =
    LaplacianJob.run(spark, config(input, output, few ++ settings: _*))

  private def table(release: String): TermTable = TermTable.load(new HadoopPath(release), hadoop).get

  private def local(release: String, file: String): Path = Path.of(java.net.URI.create(s"$release/$file").getPath)

  private def bytes(release: String, file: String): Seq[Byte] = Files.readAllBytes(local(release, file)).toSeq

  private def refusal(action: => Any): String = (the[InvalidInput] thrownBy action).getMessage

  describe("a memory with terms") {
    it("holds them in files that say what they are") {
      val made = make(jsonl("texts.jsonl", documents(120)), "memory")
      val terms = table(made.release)
      val description = TermsFile.read(new HadoopPath(made.release), hadoop).get
      description.tokenizer.kind shouldBe "gpt2"
      description.known shouldBe terms.lambda.count(_ > 0)
      terms.rank shouldBe 6
      Files.readString(local(made.release, "provenance.json")) should include(description.sha256)
      val graph = spark.read.parquet(s"${made.release}/terms.parquet")
      graph.select("n_rows").head.getDecimal(0).intValueExact shouldBe terms.vocabulary
      graph.select("row").distinct.count shouldBe description.known
      val survey = made.memory.terms
      survey.known shouldBe description.known
      survey.neighbours.asScala.map(_.term) should contain("wing")
      survey.drawing.places.size should be > 20
      val page = Files.readString(local(made.release, "report.html"))
      page should (include("Nearest neighbours") and include(">anchor<"))
    }

    it("loses nothing of what it was without them") {
      val input = jsonl("texts.jsonl", documents(60))
      make(input, "with").manifoldSha256 shouldBe LaplacianJob.run(spark, config(input, "without")).manifoldSha256
      TermTable.load(new HadoopPath(directory.resolve("without").toUri), hadoop) shouldBe Optional.empty()
    }

    it("is refused where its table was changed") {
      val made = make(jsonl("texts.jsonl", documents(60)), "memory")
      val file = local(made.release, TermTable.FILE)
      val content = Files.readAllBytes(file)
      content(content.length - 1) = (content.last ^ 1).toByte
      Files.write(file, content)
      refusal(table(made.release)) should (include(TermTable.FILE) and include("has SHA-256"))
    }
  }

  describe("documents added to it") {
    it("give the terms of all at once, to the bit") {
      val all = documents(200)
      val whole = make(jsonl("all.jsonl", all), "whole")
      make(jsonl("first.jsonl", all.take(90)), "grown")
      make(jsonl("second.jsonl", all.slice(60, 130)), "grown", "update=true")
      val grown = make(jsonl("third.jsonl", all.drop(130)), "grown", "update=true")
      for (file <- Seq(TermTable.FILE, TermsFile.NAME, "terms.parquet")) bytes(grown.release, file) shouldBe bytes(whole.release, file)
    }

    it("are refused where they would be counted otherwise, and nothing is written") {
      val texts = jsonl("texts.jsonl", documents(60))
      make(texts, "memory")
      val more = jsonl("more.jsonl", documents(90))
      refusal(make(more, "memory", "update=true", "terms.around=5")) should include("terms.near=2 and terms.around=12, asked are 2 and 5")
      refusal(LaplacianJob.run(spark, config(more, "memory", "update=true"))) should include("terms.tokenizer is none")
      LaplacianJob.run(spark, config(texts, "plain"))
      refusal(make(more, "plain", "update=true")) should include("has no terms, and its documents are not read again")
      Seq("memory", "plain").foreach(name => directory.resolve(s"$name/releases").toFile.list().length shouldBe 1)
    }
  }

  describe("documents embedded by terms") {
    it("get vectors of the memory's own, and so do later ones") {
      val all = documents(150)
      val byTerms = Seq("embed.kind=terms")
      val first = make(jsonl("first.jsonl", all.take(100)), "memory", byTerms: _*)
      first.memory.embedding.kind shouldBe "terms"
      val again = make(jsonl("shuffled.jsonl", all.take(100).reverse), "again", byTerms: _*)
      again.manifoldSha256 shouldBe first.manifoldSha256
      val second = make(jsonl("second.jsonl", all.drop(100)), "memory", byTerms :+ "update=true": _*)
      second.memory.embedding.provenance.get("sha256") shouldBe first.memory.embedding.provenance.get("sha256")
      val scores = directory.resolve("scores")
      ScoreJob.run(spark, ScoreJob.configure(s"input=${directory.resolve("first.jsonl")}", s"memory=${again.release}", s"output=$scores"))
      val expected = lambdas(again.release).mapValues(_._1).toMap
      val scored = spark.read.parquet(scores.toString).collect.map(row => row.getAs[String]("id") -> row.getAs[Double]("energy")).toMap
      scored shouldBe expected
    }
  }

  describe("vectors with texts beside them") {
    it("can have terms, and without texts are refused") {
      val lines = documents(80).zipWithIndex.map { case ((id, text), k) =>
        s"""{"id": "$id", "text": "$text", "embedding": [${Seq.tabulate(8)(i => math.sin(k * (i + 1.0))).mkString(", ")}]}""" }
      val given = Seq("embed.kind=column", "embed.dimension=0")
      val made = make(this.lines("both.jsonl", lines), "memory", given: _*)
      table(made.release).counts.sum should be > 1000L
      val bare = this.lines("bare.jsonl", lines.map(_.replaceAll("\"text\": \"[^\"]*\", ", "")))
      refusal(make(bare, "bare", given: _*)) should include("without texts (field 'text')")
      directory.resolve("bare/releases").toFile.exists shouldBe false
    }
  }

  describe("settings that go together wrongly") {
    it("are refused before anything is read") {
      def wrong(settings: String*): String =
        (the[InvalidConfig] thrownBy config(directory.resolve("nowhere"), "memory", settings: _*)).getMessage
      wrong("embed.kind=terms") should include("embed.kind: value 'terms' needs terms.tokenizer")
      wrong("embed.kind=terms", "terms.tokenizer=gpt2", "terms.size=7") should include("must be at most 2 · terms.size = 14")
      wrong("embed.kind=terms", "terms.tokenizer=gpt2", "embed.dimension=15") should include("must be even")
      wrong("terms.tokenizer=bytes") should include("has no terms, only single bytes")
      wrong("terms.tokenizer-file=x.json") should include("is read only when tokenizer = huggingface")
    }
  }
}
