package io.tauspark.graph

import scala.collection.JavaConverters._
import scala.util.Random

import io.tauspark.config.InvalidInput
import io.tauspark.laplacian.MemorySpec
import org.apache.spark.api.java.{JavaRDD, JavaSparkContext}
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

class FeatureGramSpec extends AnyFunSpec with Matchers with MemorySpec {
  private val features = 9

  /** Features of very different size, and rows from huge to tiny, so that any other order of sums rounds otherwise. */
  private val rows: Seq[Array[Double]] = {
    val random = new Random(5)
    Seq.fill(503)(Array.tabulate(features)(i => random.nextGaussian() * math.pow(10, i - 4) * math.exp(random.nextGaussian())))
  }

  private def spread(rows: Seq[Array[Double]], parts: Int): JavaRDD[Array[Double]] =
    new JavaSparkContext(spark.sparkContext).parallelize(rows.asJava, parts)

  private def entries(gram: FeatureGram): Seq[Double] =
    for (i <- 0 until gram.features; j <- 0 until gram.features) yield gram.at(i, j)

  describe("the products of all pairs of features") {
    it("are those of a plain double loop, within the rounding that is promised") {
      val gram = FeatureGram.of(spread(rows, 3), features)
      for (i <- 0 until features; j <- 0 until features) {
        val largest = rows.map(r => math.abs(r(i))).max * rows.map(r => math.abs(r(j))).max
        gram.at(i, j) shouldBe rows.map(r => r(i) * r(j)).sum +- rows.size * math.pow(2, -29) * largest
      }
    }

    for (parts <- Seq(2, 7)) it(s"have the same bits from $parts partitions as from one, in any order") {
      val one = entries(FeatureGram.of(spread(rows, 1), features))
      entries(FeatureGram.of(spread(new Random(parts).shuffle(rows), parts), features)) shouldBe one
    }

    it("bear partitions without any row") {
      entries(FeatureGram.of(spread(rows.take(3), 9), features)) shouldBe
        entries(FeatureGram.of(spread(rows.take(3), 1), features))
    }

    it("do not change when documents without words are added") {
      val zeros = Seq.fill(11)(new Array[Double](features))
      entries(FeatureGram.of(spread(zeros ++ rows, 4), features)) shouldBe
        entries(FeatureGram.of(spread(rows, 4), features))
    }
  }

  describe("a feature that is zero in all documents") {
    it("is named") {
      val silent = rows.map(r => r.updated(2, 0.0).updated(7, 0.0))
      val thrown = the[InvalidInput] thrownBy FeatureGram.of(spread(silent, 2), features)
      thrown.getMessage should include("features [2, 7] are zero in all documents")
    }
  }

  describe("a value that is no number") {
    it("is refused with its feature") {
      for (strange <- Seq(Double.NaN, Double.NegativeInfinity)) {
        val thrown = the[InvalidInput] thrownBy FeatureGram.of(spread(rows :+ rows.head.updated(3, strange), 2), features)
        thrown.getMessage should include("features [3] have values that are not finite")
      }
    }
  }
}
