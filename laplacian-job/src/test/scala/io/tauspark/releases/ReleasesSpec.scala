package io.tauspark.releases

import java.nio.file.Files

import scala.collection.JavaConverters._

import io.tauspark.config.InvalidInput
import io.tauspark.laplacian.{GoldenFiles, LaplacianReport, VectorInputs}
import org.apache.hadoop.conf.Configuration
import org.apache.hadoop.fs.Path
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

/** Looking at releases that the laplacian command made; what changes them is specified by ReleasesJobTest. */
class ReleasesSpec extends AnyFunSpec with Matchers with VectorInputs with GoldenFiles {
  private def releases(action: ReleasesAction, names: Seq[String], settings: String*): String =
    ReleasesJob.run(ReleasesJob.configure(s"memory=${directory.resolve("memory")}" +: settings: _*), action, names.asJava,
      new Configuration()).summary

  private def name(report: LaplacianReport): String = new Path(report.release).getName

  describe("show") {
    it("tells what there is to say about the current release, or another") {
      val first = build(parquet("in", vectors(200)), "memory")
      val second = build(parquet("more", vectors(100, seed = 5)), "memory", "update=true")
      val current = releases(ReleasesAction.SHOW, Seq())
      current should (include("12 features") and include(f"${second.memory.documents.tau}%.6g, median-energy"))
      current should include(s"from ${name(first)}: spectrum distance")
      releases(ReleasesAction.SHOW, Seq(name(first))) should include(f"${first.memory.documents.tau}%.6g, median-energy")
    }

    it("writes the page, too, where it is told to") {
      build(parquet("in", vectors(200)), "memory")
      releases(ReleasesAction.SHOW, Seq(), s"page=${directory.resolve("shown.html")}")
      Files.readString(directory.resolve("shown.html")) should include("<svg")
    }

    it("finds the hubs of the memory that tauformer ships, which has no report") {
      Files.createSymbolicLink(directory.resolve("memory"), golden.resolve("arrowspace-memory"))
      val page = directory.resolve("foreign.html")
      val shown = releases(ReleasesAction.SHOW, Seq(), s"page=$page")
      shown should (include("384 features, 6,408 entries") and include("16: 0, 24, 48") and include("warning"))
      Files.readString(page) should include("360")
    }
  }

  describe("compare") {
    it("tells how far the second release has moved from the first") {
      val first = build(parquet("in", vectors(200)), "memory")
      val second = build(parquet("other", vectors(200, seed = 7)), "memory")
      val there = releases(ReleasesAction.COMPARE, Seq(first, second).map(name), s"page=${directory.resolve("drift.html")}")
      there should include(f"spectrum distance ${second.memory.drift.drift.graph.spectrumDistance}%.4f")
      there should include(f"median lambda ${second.memory.drift.drift.lambda.medianBefore}%.4f before")
      Files.readString(directory.resolve("drift.html")) should include(name(first))
      releases(ReleasesAction.COMPARE, Seq(first, first).map(name)) should
        include("spectrum distance 0.0000, edge overlap 1.000, weight overlap 1.000")
    }

    it("wants two releases that there are") {
      val only = build(parquet("in", vectors(200)), "memory")
      (the[InvalidInput] thrownBy releases(ReleasesAction.COMPARE, Seq(name(only)))).getMessage should include("takes 2 releases, got 1")
      (the[InvalidInput] thrownBy releases(ReleasesAction.COMPARE, Seq(name(only), "x"))).getMessage should include(name(only))
    }
  }

  describe("the list") {
    it("says why a release was not promoted") {
      build(parquet("in", vectors(200)), "memory", "gate.hub-share=0.01")
      releases(ReleasesAction.LIST, Seq()) should include("kept by the gate: hub share is")
    }
  }
}
