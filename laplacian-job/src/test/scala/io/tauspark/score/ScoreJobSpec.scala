package io.tauspark.score

import java.nio.file.{Files, Path}

import scala.collection.JavaConverters._

import com.fasterxml.jackson.databind.JsonNode
import io.tauspark.config.{InvalidInput, Settings}
import io.tauspark.laplacian.{GoldenFiles, LaplacianJob, VectorInputs}
import io.tauspark.store.Json
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

class ScoreJobSpec extends AnyFunSpec with Matchers with VectorInputs with GoldenFiles {
  private def score(memory: Path, input: Path, settings: String*): ScoreReport =
    ScoreJob.run(spark, Settings.read(ScoreJob.defaults(), null,
      (Seq(s"memory=$memory", s"input=$input", s"output=${directory.resolve("scores")}") ++ settings).asJava,
      (s: Settings) => ScoreConfig.from(s)))

  private def scores: Map[String, (Double, Double)] =
    spark.read.parquet(directory.resolve("scores").toString).collect()
      .map(row => row.getString(0) -> ((row.getDouble(1), row.getDouble(2)))).toMap

  private def refusal(memory: Path, input: Path, settings: String*): String =
    (the[InvalidInput] thrownBy score(memory, input, settings: _*)).getMessage

  describe("documents with texts") {
    it("get the energies and lambdas that the memory's own build gave them") {
      val texts = documents(200)
      val input = jsonl("docs.jsonl", texts)
      val built = LaplacianJob.run(spark, config(input, "memory"))
      val report = score(directory.resolve("memory"), input)
      report.documents shouldBe 200L
      report.tau shouldBe built.memory.documents.tau
      scores shouldBe lambdas(built.release)
      spark.read.parquet(directory.resolve("scores").toString).columns shouldBe Array("id", "energy", "lambda")
    }

    it("may be new ones, some of them without any known word") {
      LaplacianJob.run(spark, config(jsonl("docs.jsonl", documents(200)), "memory"))
      val report = score(directory.resolve("memory"), jsonl("new.jsonl", Seq("a" -> "wing nest egg", "b" -> "zyzzyva")))
      (report.documents, report.unknown) shouldBe ((2L, 1L))
      scores("b") shouldBe ((0.0, 0.0))
      scores("a")._1 should be > 0.0
    }

    it("may all be without any known word") {
      LaplacianJob.run(spark, config(jsonl("docs.jsonl", documents(200)), "memory"))
      val report = score(directory.resolve("memory"), jsonl("new.jsonl", Seq("a" -> "quux", "b" -> "zyzzyva")))
      (report.documents, report.unknown) shouldBe ((2L, 2L))
      report.summary should include("2 scored, 2 without known words")
    }

    it("that are no documents are kept and counted beside the scores") {
      val good = documents(200)
      LaplacianJob.run(spark, config(jsonl("docs.jsonl", good), "memory"))
      val rows = good.map { case (id, text) => Json.line(java.util.Map.of("id", id, "text", text)) }
      val mixed = lines("mixed.jsonl", rows :+ "{broken")
      refusal(directory.resolve("memory"), mixed, "rejected.limit=0") should endWith(s"mixed.jsonl', line 201: {broken")
      val report = score(directory.resolve("memory"), mixed)
      report.rejected.asScala shouldBe Map("broken-json" -> 1L)
      scores.size shouldBe 200
      Files.exists(directory.resolve("scores/_rejected/part-00000.jsonl.gz")) shouldBe true
      Files.exists(directory.resolve("scores/_provenance.json")) shouldBe true
    }
  }

  describe("documents with vectors") {
    it("are scored like those the memory was built from") {
      val input = parquet("in", vectors(100))
      val built = build(input, "memory")
      score(directory.resolve("memory"), input, "format=parquet", "embedding=embedding")
      scores shouldBe lambdas(built.release)
    }

    it("are scored under another tau if wanted") {
      val input = parquet("in", vectors(100))
      val built = build(input, "memory")
      score(directory.resolve("memory"), input, "format=parquet", "embedding=embedding", "tau.rule=fixed", "tau.value=2")
      for ((id, (energy, _)) <- lambdas(built.release)) scores(id)._2 shouldBe energy / (energy + 2) +- 1e-15
    }
  }

  describe("vectors of a memory of projected centroids") {
    it("are projected the same way") {
      val wide = directory.resolve("wide")
      val random = new scala.util.Random(8)
      val rows = (1 to 60).map(i => s"doc-$i" -> Seq.fill(80)(random.nextGaussian().toFloat))
      spark.createDataFrame(rows).toDF("id", "embedding").write.parquet(wide.toString)
      val built = build(wide, "memory", "graph.mode=arrowspace", "graph.arrowspace.use-dims-reduction=true",
        "graph.arrowspace.cluster-max-clusters=10", "graph.arrowspace.rp-eps=0.9")
      memory("memory").laplacian.size shouldBe 32
      score(directory.resolve("memory"), wide, "format=parquet", "embedding=embedding")
      scores shouldBe lambdas(built.release)
    }
  }

  describe("what does not fit") {
    it("is refused with what to change, and nothing is written") {
      val input = parquet("in", vectors(50))
      build(input, "memory")
      val home = directory.resolve("memory")
      val narrow = parquet("narrow", vectors(50).map { case (id, x) => id -> x.take(7) })
      refusal(home, narrow, "format=parquet", "embedding=embedding", "rejected.limit=0.5") should include("no vector of length 12")
      refusal(home, jsonl("texts.jsonl", documents(5))) should include("keeps no embedder")
      refusal(directory.resolve("nowhere"), input) should include("has neither a promoted release")
      Files.exists(directory.resolve("scores")) shouldBe false
    }
  }

  describe("vectors whose squares are no doubles") {
    it("are refused in the words of the memory's own build, and nothing is written") {
      def scaled(factor: Double) = lines(s"scaled-$factor.jsonl", vectors(50).map { case (id, x) =>
        s"""{"id": "$id", "embedding": [${x.map(_ * factor).mkString(",")}]}""" })
      build(parquet("in", vectors(50)), "memory")
      for ((factor, words) <- Seq(1e200 -> "have values whose squares exceed double precision; scale the embedding down",
          1e-200 -> "whose square vanishes in double precision; scale the embedding up")) {
        val refused = refusal(directory.resolve("memory"), scaled(factor), "embedding=embedding")
        refused should include(words)
        (the[InvalidInput] thrownBy build(scaled(factor), "other", "format=jsonl")).getMessage shouldBe refused
      }
      Files.exists(directory.resolve("scores")) shouldBe false
      Files.exists(directory.resolve("other")) shouldBe false
    }

    it("have their energies where a few are tiny") {
      build(parquet("in", vectors(50)), "memory")
      val x = vectors(50).head._2
      val input = lines("some.jsonl", Seq(1.0, math.pow(2, -900)).zipWithIndex.map { case (factor, i) =>
        s"""{"id": "$i", "embedding": [${x.map(_ * factor).mkString(",")}]}""" })
      score(directory.resolve("memory"), input, "embedding=embedding")
      scores("1") shouldBe scores("0")
    }
  }

  describe("the golden vectors on the memory that tauformer ships") {
    it("have the golden energies, and lambdas by every rule") {
      val rows = Json.tree(Files.readString(golden.resolve("taumode_golden.json")), "golden").path("rows").asScala.toSeq
      val input = lines("golden.jsonl", rows.map(row =>
        Json.line(java.util.Map.of("id", row.path("name").asText, "embedding", vector(row.path("name").asText).asJava))))
      val foreign = golden.resolve("arrowspace-memory")
      val settings = Seq("embedding=embedding", "overwrite=true")
      refusal(foreign, input, settings: _*) should include("set tau.rule to fixed")
      def check(lambda: JsonNode => JsonNode, tolerance: Double, rules: String*): Unit = {
        score(foreign, input, settings ++ rules: _*)
        for (row <- rows; name = row.path("name").asText) withClue(s"$name ${rules.mkString(" ")} ") {
          val expected = lambda(row).asDouble
          scores(name)._1 shouldBe row.path("E_raw").asDouble +- 1e-10 * math.max(1, row.path("E_raw").asDouble)
          scores(name)._2 shouldBe expected +- tolerance
        }
      }
      check(_.path("lambda_tau1"), 1e-10, "tau.rule=fixed", "tau.value=1")
      check(_.path("lambda_median"), 1e-10, "tau.rule=median", "tau.source=coordinates")
      check(_.path("lambda_mean"), 1e-10, "tau.rule=mean", "tau.source=coordinates")
      // These golden values have no epsilon of 1e-6 under the energy, where vectors are of length 1 and more.
      val dispersion = Seq("tau.source=coordinates", "tau.dispersion=true")
      check(_.path("arrowspace").path("lambda_synth_median"), 1e-6, dispersion :+ "tau.rule=median": _*)
      check(_.path("arrowspace").path("lambda_synth_tau0_5"), 1e-6, dispersion ++ Seq("tau.rule=fixed", "tau.value=0.5"): _*)
    }
  }

  private def vector(name: String): Seq[java.lang.Double] = {
    val formula: Int => Double = name match {
      case "offset_pos" => i => math.sin(0.37 * i * 3 + 0.3) + 0.25
      case "offset_neg" => i => math.sin(0.37 * i * 3 + 0.3) - 0.25
      case "ones" => _ => 1.0
      case "zeros" => _ => 0.0
      case "onehot_0" => i => if (i == 0) 1.0 else 0.0
      case "onehot_1" => i => if (i == 1) 1.0 else 0.0
      case _ =>
        val k = name.stripPrefix("formula_k").toInt
        i => math.sin(0.37 * i * k + 0.1 * k)
    }
    (0 until 384).map(i => java.lang.Double.valueOf(formula(i)))
  }
}
