package io.tauspark.laplacian

import scala.collection.JavaConverters._

import io.tauspark.job.{JobCommand, Shortfall}
import io.tauspark.release.ReleaseStore
import org.apache.hadoop.conf.Configuration
import org.apache.hadoop.fs.Path
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

class GateSpec extends AnyFunSpec with Matchers with VectorInputs {
  private val corpus = vectors(300)

  private def store = new ReleaseStore(new Path(directory.resolve("memory").toUri), new Configuration())

  private def name(report: LaplacianReport): String = new Path(report.release).getName

  describe("a release that breaks a limit") {
    it("is kept and reported with the limit, and the one before stays current") {
      val good = build(parquet("in", corpus), "memory")
      val bad = build(directory.resolve("in"), "memory", "graph.topk=1", "graph.eps=0.1", "graph.sparsify=always")
      good.promoted shouldBe true
      bad.promoted shouldBe false
      store.names.asScala shouldBe Seq(good, bad).map(name)
      store.current.get.getName shouldBe name(good)
      val failed = bad.memory.gate.failed.asScala.mkString
      failed should (include("components of the feature graph is") and include("gate.components allows at most 1"))
      val shortfall = the[Shortfall] thrownBy bad.requirePromoted
      shortfall.getMessage should (include("kept, but not promoted") and include(s"releases promote ${name(bad)}"))
    }

    it("is promoted if the limit is wider") {
      build(parquet("in", corpus), "memory", "graph.topk=1", "graph.eps=0.1", "gate.components=12",
        "gate.hub-share=1").promoted shouldBe true
    }

    it("makes the command end with exit code 1") {
      val input = parquet("in", corpus)
      val settings = Seq(s"input=$input", s"output=${directory.resolve("memory")}", "format=parquet", "embed.kind=column",
        "graph.topk=3", "gate.hub-share=0.01")
      val arguments = settings.flatMap(Seq("--set", _)).toArray
      val before = System.getProperty("spark.master")
      JobCommand.execute(new LaplacianJob(), arguments) shouldBe 1
      System.getProperty("spark.master") shouldBe before
      store.names.size shouldBe 1
      store.current.isPresent shouldBe false
    }
  }

  describe("limits on drift") {
    it("compare with the current release") {
      build(parquet("in", corpus), "memory")
      val same = build(directory.resolve("in"), "memory", "gate.drift.spectrum-distance=0", "gate.drift.edge-overlap=1",
        "gate.drift.angle=0.1", "gate.drift.lambda-shift=0")
      same.memory.gate.failed.asScala shouldBe empty
      same.memory.drift.drift.graph.spectrumDistance shouldBe 0.0
      val other = build(parquet("other", vectors(300, seed = 9)), "memory", "gate.drift.edge-overlap=0.99",
        "gate.drift.lambda-shift=0.0001", "gate.drift.spectrum-distance=0.0001")
      val failed = other.memory.gate.failed.asScala.mkString("\n")
      failed should include("gate.drift.edge-overlap wants at least 0.99")
      failed should include("gate.drift.lambda-shift allows at most 0.0001")
      failed should include("gate.drift.spectrum-distance allows at most 0.0001")
      other.memory.drift.release shouldBe name(same)
    }

    it("cannot be met by a memory that cannot be compared") {
      build(parquet("in", corpus), "memory")
      val narrow = parquet("narrow", corpus.map { case (id, x) => id -> x.take(8) })
      build(narrow, "memory", "gate.drift.angle=45").memory.gate.failed.asScala.mkString should include("12 features before, 8 after")
      build(narrow, "memory").promoted shouldBe true
    }
  }
}
