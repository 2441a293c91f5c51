package io.tauspark.laplacian

import scala.collection.mutable

import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

/** The way of arrowspace, against a second telling of its rules in plain Scala. */
class ArrowspaceModeSpec extends AnyFunSpec with Matchers with VectorInputs {
  private val settings = Seq("graph.mode=arrowspace", "graph.neighbours=strided", "graph.topk=3", "graph.eps=1.31",
    "graph.p=1.8", "graph.sigma=0.535", "graph.arrowspace.cluster-max-clusters=9", "graph.arrowspace.cluster-radius=6.0",
    "gate.hub-share=1", "gate.components=12")

  describe("a memory of centroids and strided neighbours") {
    it("is the one that the rules describe") {
      val corpus = vectors(400)
      val report = build(parquet("in", corpus, 3), "memory", settings: _*)
      val expected = strided(clustered(corpus.sortBy(_._1).map(_._2.map(_.toDouble)), 9, 6.0), 4, 1.31, 1.8, 0.535)
      val found = memory("memory").laplacian
      for (i <- 0 until features; j <- 0 until features) found.at(i, j) shouldBe expected(i)(j) +- 1e-10
      report.memory.graph.wiring.get("mode") shouldBe "arrowspace"
    }

    it("of standardised centroids is, too") {
      val corpus = vectors(400)
      build(parquet("in", corpus), "memory", settings :+ "graph.arrowspace.normalise=true": _*)
      val centroids = clustered(corpus.sortBy(_._1).map(_._2.map(_.toDouble)), 9, 6.0).map { row =>
        val mean = row.sum / row.size
        row.map(x => (x - mean) / math.sqrt(row.map(y => (y - mean) * (y - mean)).sum / row.size))
      }
      val expected = strided(centroids, 4, 1.31, 1.8, 0.535)
      for (i <- 0 until features; j <- 0 until features) memory("memory").laplacian.at(i, j) shouldBe expected(i)(j) +- 1e-10
    }

    it("samples by seed and id where documents are many, whatever their order and partitions") {
      val corpus = vectors(1200)
      val free = settings.filterNot(_.contains("cluster-"))
      val one = build(parquet("one", corpus), "out-one", free: _*)
      val many = build(parquet("many", corpus.reverse, 5), "out-many", free: _*)
      many.manifoldSha256 shouldBe one.manifoldSha256
      build(parquet("again", corpus), "out-seed", free :+ "graph.arrowspace.clustering-seed=7": _*).manifoldSha256 should
        not be one.manifoldSha256
      val adaptive = build(parquet("adaptive", corpus), "out-adaptive", free :+ "graph.arrowspace.sampling=density-adaptive": _*)
      adaptive.manifoldSha256 should not be one.manifoldSha256
    }

    it("has edges at every n-th feature only") {
      build(parquet("in", vectors(400)), "memory", settings: _*)
      val laplacian = memory("memory").laplacian
      for (i <- 0 until features; j <- 0 until i if i % 3 != 0 && j % 3 != 0) laplacian.at(i, j) shouldBe 0.0
    }
  }

  private type Row = Seq[Double]

  private def clustered(rows: Seq[Row], most: Int, radius: Double): Seq[Row] = {
    val centroids = mutable.Buffer[Row]()
    val sizes = mutable.Buffer[Int]()
    for (row <- rows) {
      val distances = centroids.map(c => c.zip(row).map { case (a, b) => (a - b) * (a - b) }.sum)
      val nearest = if (distances.isEmpty) -1 else distances.indexOf(distances.min)
      if (nearest < 0 || (centroids.size < most && distances(nearest) > 0.5 * radius)) {
        centroids += row
        sizes += 1
      } else if (distances(nearest) <= radius) {
        sizes(nearest) += 1
        centroids(nearest) = centroids(nearest).zip(row).map { case (c, x) => c + (x - c) / sizes(nearest) }
      } else if (distances(nearest) <= 1.5 * radius) sizes(nearest) += 1
    }
    centroids.toSeq
  }

  /** Candidates are every n-th feature, the first `asked` of them; fewer than ten neighbours are never halved. */
  private def strided(centroids: Seq[Row], asked: Int, eps: Double, p: Double, sigma: Double): Seq[Seq[Double]] = {
    val nodes = centroids.head.indices.map(f => centroids.map(_(f)))
    def norm(a: Row) = math.sqrt(a.map(x => x * x).sum)
    def distance(i: Int, j: Int) =
      1 - nodes(i).zip(nodes(j)).map { case (a, b) => a * b }.sum / (norm(nodes(i)) * norm(nodes(j)))
    val weights = Array.ofDim[Double](features, features)
    for (i <- 0 until features) {
      val step = math.max(1, features / asked)
      for (j <- (0 until features by step).filter(_ != i).take(asked) if distance(i, j) <= eps) {
        weights(i)(j) = 1 / (1 + math.pow(distance(i, j) / sigma, p))
        weights(j)(i) = weights(i)(j)
      }
    }
    (0 until features).map(i => (0 until features).map(j => if (i == j) weights(i).sum else -weights(i)(j)))
  }
}
