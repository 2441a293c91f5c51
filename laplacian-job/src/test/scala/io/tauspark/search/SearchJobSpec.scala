package io.tauspark.search

import java.nio.file.Files

import io.tauspark.config.InvalidInput
import io.tauspark.laplacian.{LaplacianJob, LaplacianReport, VectorInputs}
import io.tauspark.store.Json
import io.tauspark.terms.TermTable
import org.apache.hadoop.fs.{Path => HadoopPath}
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

class SearchJobSpec extends AnyFunSpec with Matchers with VectorInputs {
  private case class Found(query: String, rank: Int, id: String, score: Double, cosine: Double, lambda: Double, delta: Double)

  private def search(settings: String*): SearchReport =
    SearchJob.run(spark, SearchJob.configure(
      Seq(s"memory=${directory.resolve("memory")}", s"output=${directory.resolve("out")}", "overwrite=true") ++ settings: _*))

  private def hits: Seq[Found] =
    spark.read.parquet(directory.resolve("out/hits").toString).collect().map(row =>
      Found(row.getString(0), row.getInt(1), row.getString(2), row.getDouble(3), row.getDouble(4), row.getDouble(5),
        row.getDouble(6))).toSeq

  private def cosine(a: Seq[Float], b: Seq[Float]): Double = {
    def product(x: Seq[Float], y: Seq[Float]) = x.zip(y).map { case (u, v) => u.toDouble * v }.sum
    product(a, b) / math.sqrt(product(a, a) * product(b, b))
  }

  private val byVector = Seq("format=parquet", "embedding=embedding", "queries.format=parquet")

  describe("documents with texts") {
    it("are found by a text, each by its own first, and the hits can be read") {
      val texts = documents(120)
      val input = jsonl("docs.jsonl", texts)
      val built = LaplacianJob.run(spark, config(input, "memory"))
      val (id, text) = texts(7)
      val report = search(s"input=$input", s"""query=["$text", "wing, nest and anchor"]""", "k=6", "alpha=0.5")
      (report.searched, report.unknown, report.tau) shouldBe ((120L, 0L, built.memory.documents.tau))
      hits.map(_.query) shouldBe Seq.fill(6)("1") ++ Seq.fill(6)("2")
      hits.filter(_.query == "1").map(_.rank) shouldBe (1 to 6)
      val first = hits.filter(hit => hit.query == "1" && hit.score == 1.0)
      first.map(_.id) should contain(id)
      val known = lambdas(built.release)
      for (hit <- hits) hit.lambda shouldBe known(hit.id)._2
      for (hit <- hits) hit.score shouldBe 0.5 * hit.cosine + 0.5 * (1 - math.abs(hit.delta)) +- 1e-15
      report.summary should (include("query 2: wing, nest and anchor") and include(text.take(20)) and include("tail "))
      val json = Json.tree(Files.readString(directory.resolve("out/search.json")), "search.json")
      json.path("queries").get(1).path("tail").path("mean").asDouble shouldBe
        hits.filter(_.query == "2").drop(3).map(_.score).sum / 3 +- 1e-12
    }

    it("are left out where nothing in them is known, and a query of which nothing is known is named") {
      LaplacianJob.run(spark, config(jsonl("docs.jsonl", documents(100)), "memory"))
      val input = jsonl("new.jsonl", Seq("a" -> "wing nest egg", "b" -> "zyzzyva", "c" -> "anchor rope"))
      val asked = jsonl("asked.jsonl", Seq("q" -> "wing egg"))
      val report = search(s"input=$input", s"queries.input=$asked")
      (report.searched, report.unknown) shouldBe ((2L, 1L))
      hits.map(_.id).sorted shouldBe Seq("a", "c")
      hits.head.id shouldBe "a"
      val before = Files.readAllBytes(directory.resolve("out/search.json")).toSeq
      val refused = the[InvalidInput] thrownBy search(s"input=$input", "query=[wing, quux]")
      refused.getMessage should include("query '2' ('quux') has no word that the memory knows")
      Files.readAllBytes(directory.resolve("out/search.json")).toSeq shouldBe before
    }
  }

  describe("documents with vectors") {
    it("are ranked as by comparing each with each, from any number of partitions") {
      val all = vectors(90)
      // The same vector under two ids, and one that is longer: ties, which ids decide.
      val tied = all ++ Seq("a-copy" -> all.head._2, "z-copy" -> all.head._2.map(_ * 2))
      val asked = parquet("asked", all.take(4))
      val built = build(parquet("in", all), "memory")
      val byId = lambdas(built.release)
      val known = byId ++ Seq("a-copy", "z-copy").map(_ -> byId(all.head._1))
      for (alpha <- Seq(1.0, 0.6, 0.0)) {
        val expected = all.take(4).sortBy(_._1).flatMap { case (query, x) =>
          tied.map { case (id, y) =>
            id -> (alpha * cosine(x, y) + (1 - alpha) * (1 - math.abs(known(id)._2 - known(query)._2)))
          }.sortBy { case (id, score) => (-math.rint(score * 1e12), id) }.take(8).map(query -> _)
        }
        val found = for (parts <- Seq(1, 3)) yield {
          val input = parquet(s"in-$alpha-$parts", tied, parts)
          search(byVector ++ Seq(s"input=$input", s"queries.input=$asked", "k=8", s"alpha=$alpha"): _*)
          hits
        }
        found(1) shouldBe found.head
        found.head.map(hit => hit.query -> hit.id) shouldBe expected.map { case (query, (id, _)) => query -> id }
        for ((hit, (_, (_, score))) <- found.head.zip(expected)) hit.score shouldBe score +- 1e-12
      }
    }

    it("are compared where they are near in lambda, and the recall says what that costs") {
      val all = vectors(90)
      val built = build(parquet("in", all), "memory")
      val asked = parquet("asked", all.take(5))
      val settings = byVector ++ Seq(s"input=${parquet("three", all, 3)}", s"queries.input=$asked", "k=6")
      search(settings: _*).recall shouldBe null
      val full = hits
      search(settings :+ "candidates=90": _*).recall.doubleValue shouldBe 1.0
      hits shouldBe full
      val few = search(settings :+ "candidates=7": _*)
      val order = lambdas(built.release).toSeq.map { case (id, (_, lambda)) => (lambda, id) }.sorted
      for (query <- hits.map(_.query).distinct) {
        val lambda = lambdas(built.release)(query)._2
        val (below, above) = order.partition(_._1 <= lambda)
        val candidates = (below.takeRight(7) ++ above.take(7)).map(_._2).toSet
        hits.filter(_.query == query).map(_.id).toSet.diff(candidates) shouldBe empty
        hits.find(_.query == query).map(_.id) shouldBe Some(query)
      }
      val wanted = full.map(hit => hit.query -> hit.id).toSet
      few.recall.doubleValue shouldBe hits.count(hit => wanted(hit.query -> hit.id)) / 30.0 +- 1e-12
      few.recall.doubleValue should be < 1.0
      few.summary should include("7 on either side in lambda; recall 0.")
    }
  }

  describe("the terms of a memory") {
    def made(): LaplacianReport = LaplacianJob.run(spark, config(jsonl("docs.jsonl", documents(150)), "memory",
      "terms.tokenizer=gpt2", "terms.size=8", "terms.rank=6", "terms.topk=4", "gate.components=9"))

    it("are found by a term, itself first, with their texts and their own lambda") {
      val table = TermTable.load(new HadoopPath(made().release), spark.sparkContext.hadoopConfiguration).get
      val report = search("over=terms", "query=[wing, anchor rope]", "k=5")
      report.searched shouldBe table.lambda.count(_ > 0).toLong
      val rows = spark.read.parquet(directory.resolve("out/hits").toString)
      rows.columns.last shouldBe "text"
      val wing = rows.where("query = '1'").orderBy("rank").collect()
      (wing.head.getAs[String]("text"), wing.head.getDouble(3)) shouldBe ((" wing", 1.0))
      for (row <- wing) row.getDouble(5) shouldBe table.lambda()(row.getString(2).toInt).toDouble
      report.queries.get(0).remark shouldBe "the token ' wing'"
      report.queries.get(1).remark shouldBe "no single token; the mean of ' anchor', ' rope'"
      report.summary should include("query 2: anchor rope (no single token; the mean of ' anchor', ' rope')")
    }

    it("are refused to a memory without any, and to a query without any") {
      made()
      val refused = the[InvalidInput] thrownBy search("over=terms", "query=quasar")
      refused.getMessage should include("query '1' ('quasar') has no token that the memory knows")
      build(parquet("in", vectors(40)), "plain")
      (the[InvalidInput] thrownBy search(s"memory=${directory.resolve("plain")}", "over=terms", "query=wing")).getMessage should
        include("has no terms, which over = terms searches; build it with terms.tokenizer")
      Files.exists(directory.resolve("out")) shouldBe false
    }
  }
}
