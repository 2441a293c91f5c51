package io.tauspark.laplacian

import scala.collection.JavaConverters._

import io.tauspark.config.InvalidInput
import io.tauspark.memory.{KronReduction, LaplacianForm}
import org.apache.spark.ml.linalg.Vectors
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

class VectorMemorySpec extends AnyFunSpec with Matchers with VectorInputs {
  private val corpus = vectors(300)

  describe("documents that come with vectors") {
    it("become a memory of as many features, whatever the vectors' type") {
      val report = build(parquet("floats", corpus), "from-floats")
      report.memory.graph.health.size shouldBe features
      report.memory.embedding.kind shouldBe "column"
      report.documents shouldBe 300L
      lambdas(report.release).keySet shouldBe corpus.map(_._1).toSet
      val doubles = directory.resolve("doubles")
      spark.createDataFrame(corpus.map { case (id, x) => id -> x.map(_.toDouble) }).toDF("id", "embedding")
        .write.parquet(doubles.toString)
      val mllib = directory.resolve("mllib")
      spark.createDataFrame(corpus.map { case (id, x) => id -> Vectors.dense(x.map(_.toDouble).toArray) })
        .toDF("id", "embedding").write.parquet(mllib.toString)
      build(doubles, "from-doubles").manifoldSha256 shouldBe report.manifoldSha256
      build(mllib, "from-mllib").manifoldSha256 shouldBe report.manifoldSha256
      val json = jsonlVectors("vectors.jsonl")
      build(json, "from-json", "format=jsonl").manifoldSha256 shouldBe report.manifoldSha256
    }

    it("keep no embedder, since nothing was embedded") {
      val report = build(parquet("floats", corpus), "memory")
      new java.io.File(report.release.stripPrefix("file:"), "embedder").exists() shouldBe false
    }

    it("have the energies of their definition") {
      val report = build(parquet("floats", corpus), "memory")
      val laplacian = memory("memory").laplacian
      val found = lambdas(report.release)
      for ((id, x) <- corpus) {
        val energy = laplacian.energy(x.map(_.toDouble).toArray, 0)
        found(id)._1 shouldBe energy +- 1e-12
        found(id)._2 shouldBe energy / (energy + report.memory.documents.tau) +- 1e-12
      }
    }

    it("may be zero, which only counts") {
      val report = build(parquet("some", corpus :+ ("nothing" -> Seq.fill(features)(0f))), "some-memory")
      val all = build(parquet("all", corpus), "all-memory")
      report.unknown shouldBe 1L
      lambdas(report.release)("nothing") shouldBe ((0.0, 0.0))
      report.manifoldSha256 shouldBe all.manifoldSha256
      report.memory.documents.tau shouldBe all.memory.documents.tau
    }
  }

  describe("a matrix that is normalised in the end") {
    it("is described as such, and gives every head a matrix") {
      val input = parquet("floats", corpus)
      build(input, "symmetric", "graph.normalisation=symmetric")
      build(input, "trace", "graph.normalisation=trace")
      memory("symmetric").form shouldBe LaplacianForm.SYMMETRIC
      memory("trace").form shouldBe LaplacianForm.COMBINATORIAL
      (0 until features).map(i => memory("trace").laplacian.at(i, i)).sum shouldBe features.toDouble +- 1e-9
      for (normalised <- Seq("symmetric", "trace"); head <- KronReduction.headLaplacians(memory(normalised).laplacian, 3, 4).asScala) {
        for (i <- 0 until 4; j <- 0 until 4) head(i * 4 + j) shouldBe head(j * 4 + i)
        for (i <- 0 until 4) head(i * 4 + i) should be > 0.0
      }
    }
  }

  describe("one corpus in 1, 2 and 17 partitions, in any order") {
    it("gives the same bytes of the Laplacian, the same tau and the same lambdas") {
      val one = build(parquet("in-1", corpus), "out-1")
      // One file per partition: Spark would pack files this small together.
      spark.conf.set("spark.sql.files.openCostInBytes", spark.conf.get("spark.sql.files.maxPartitionBytes"))
      try for (parts <- Seq(2, 17)) {
        val many = build(parquet(s"in-$parts", corpus.reverse, parts), s"out-$parts")
        many.manifoldSha256 shouldBe one.manifoldSha256
        many.memory.documents.tau shouldBe one.memory.documents.tau
        many.memory.documents.energies shouldBe one.memory.documents.energies
        lambdas(many.release) shouldBe lambdas(one.release)
      } finally spark.conf.unset("spark.sql.files.openCostInBytes")
    }
  }

  describe("the rule for tau") {
    it("is median, mean, percentile or a number") {
      val input = parquet("floats", corpus)
      val energies = lambdas(build(input, "median").release).values.map(_._1).toSeq.sorted
      def tau(settings: String*) = build(input, settings.mkString.replace('.', '-'), settings: _*).memory.documents.tau
      tau("tau.rule=mean") shouldBe energies.sum / 300 +- 1e-12
      tau("tau.rule=percentile", "tau.percentile=0.9") shouldBe energies(math.round(0.9 * 299).toInt)
      tau("tau.rule=fixed", "tau.value=0.25") shouldBe 0.25
      memory("tau-rule=fixedtau-value=0-25").tau.getAsDouble shouldBe 0.25
    }

    it("may take tau from every vector's own numbers, as arrowspace does") {
      val input = parquet("floats", corpus)
      val report = build(input, "own", "tau.source=coordinates", "tau.dispersion=true", "tau.min-max=true")
      val found = lambdas(report.release).values.map(_._2)
      (found.min, found.max) shouldBe ((0.0, 1.0))
      memory("own").tau.isPresent shouldBe false
      report.memory.documents shouldBe null
    }
  }

  describe("what does not fit") {
    it("is refused with the setting to change, and nothing is written") {
      val input = parquet("floats", corpus)
      def refusal(settings: String*) = (the[InvalidInput] thrownBy build(input, "memory", settings: _*)).getMessage
      refusal("embed.column=vector") should include("'vector'")
      refusal("graph.topk=11") should include("lower graph.topk to at most 10")
      refusal("embed.dimension=13", "rejected.limit=0.5") should include("no vector of length 13")
      java.nio.file.Files.exists(directory.resolve("memory")) shouldBe false
    }
  }

  private def jsonlVectors(name: String) =
    lines(name, corpus.map { case (id, x) => s"""{"id": "$id", "embedding": [${x.map(_.toDouble).mkString(",")}]}""" })
}
