package io.tauspark.graph

import java.nio.file.Files

import scala.collection.JavaConverters._
import scala.util.Random

import io.tauspark.config.InvalidInput
import io.tauspark.laplacian.MemorySpec
import org.apache.hadoop.conf.Configuration
import org.apache.hadoop.fs.Path
import org.apache.spark.api.java.{JavaRDD, JavaSparkContext}
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

class FeatureMomentsSpec extends AnyFunSpec with Matchers with MemorySpec {
  private type Rows = Seq[Array[Double]]
  private val features = 9

  /** Features of very different size, and rows from huge to tiny, so that any other order of sums rounds otherwise. */
  private val rows: Rows = {
    val random = new Random(5)
    Seq.fill(503)(Array.tabulate(features)(i => random.nextGaussian() * math.pow(10, i - 4) * math.exp(random.nextGaussian())))
  }

  private def spread(rows: Rows, parts: Int): JavaRDD[Array[Double]] =
    new JavaSparkContext(spark.sparkContext).parallelize(rows.asJava, parts)

  private def largest(rows: Rows): Array[Double] =
    Array.tabulate(features)(i => rows.map(row => math.abs(row(i))).max)

  private def moments(rows: Rows, parts: Int = 3): FeatureMoments = FeatureMoments.of(spread(rows, parts), largest(rows))

  private def entries(moments: FeatureMoments): Seq[Double] = {
    val gram = moments.gram
    for (i <- 0 until features; j <- 0 until features) yield gram.at(i, j)
  }

  /** As cosines of features, which is what becomes of them, within 1e-10. */
  private def agree(one: Seq[Double], other: Seq[Double]): Unit =
    for (i <- 0 until features; j <- 0 until features) {
      val lengths = math.sqrt(other(i * features + i)) * math.sqrt(other(j * features + j))
      one(i * features + j) / lengths shouldBe other(i * features + j) / lengths +- 1e-10
    }

  describe("the products of all pairs of features") {
    it("are those of a plain double loop, within the rounding that is promised") {
      val gram = moments(rows).gram
      val most = largest(rows)
      for (i <- 0 until features; j <- 0 until features) {
        gram.at(i, j) shouldBe rows.map(r => r(i) * r(j)).sum +- rows.size * math.pow(2, -40) * most(i) * most(j)
      }
    }

    for (parts <- Seq(2, 7, 64)) it(s"have the same bits from $parts partitions as from one, in any order") {
      entries(moments(new Random(parts).shuffle(rows), parts)) shouldBe entries(moments(rows, 1))
    }

    it("bear partitions without any row") {
      entries(moments(rows.take(3), 9)) shouldBe entries(moments(rows.take(3), 1))
    }

    it("do not change when documents without words are added, which only count") {
      val zeros = Seq.fill(11)(new Array[Double](features))
      val more = moments(zeros ++ rows, 4)
      entries(more) shouldBe entries(moments(rows, 4))
      more.documents shouldBe 514L
    }
  }

  describe("moments of parts of the documents") {
    it("add up to those of all, in any split and order") {
      val whole = moments(rows)
      for (seed <- 1 to 5) {
        val random = new Random(seed)
        val sums = random.shuffle(rows).grouped(40 + random.nextInt(200)).toSeq.map(moments(_, 2))
        val total = random.shuffle(sums).reduce(_ plus _)
        total.documents shouldBe whole.documents
        agree(entries(total), entries(whole))
      }
    }

    it("are exactly those of all where no part needs a coarser unit") {
      val tame = rows.map(_.map(x => math.tanh(x) * 0.4 + 0.5))
      val (one, other) = tame.splitAt(123)
      entries(moments(one).plus(moments(other))) shouldBe entries(moments(tame))
      entries(moments(other).plus(moments(one))) shouldBe entries(moments(tame))
    }

    it("differ by no more than the promised rounding where one does") {
      val loud = rows.take(20).map(_.map(_ * 1e6))
      val total = entries(moments(rows).plus(moments(loud)))
      agree(total, entries(moments(rows ++ loud)))
    }

    it("of different widths are refused") {
      val narrow = FeatureMoments.of(spread(Seq(Array(1.0, 2.0)), 1), Array(1.0, 2.0))
      (the[InvalidInput] thrownBy moments(rows).plus(narrow)).getMessage should include("9 features and of 2")
    }
  }

  describe("stored moments") {
    it("come back with the same bits") {
      val file = new Path(directory.resolve("moments.safetensors").toUri)
      val before = moments(rows)
      before.write(file, new Configuration)
      val after = FeatureMoments.read(file, new Configuration)
      (after.documents, after.features) shouldBe ((503L, features))
      entries(after) shouldBe entries(before)
      entries(after.plus(before)) shouldBe entries(before.plus(before))
    }

    it("are refused if damaged") {
      val file = directory.resolve("moments.safetensors")
      val path = new Path(file.toUri)
      moments(rows).write(path, new Configuration)
      val whole = Files.readAllBytes(file)
      Files.write(file, whole.dropRight(8))
      an[InvalidInput] should be thrownBy FeatureMoments.read(path, new Configuration)
      Files.write(file, new String(whole, "ISO-8859-1").replace("\"version\":\"1\"", "\"version\":\"9\"").getBytes("ISO-8859-1"))
      (the[InvalidInput] thrownBy FeatureMoments.read(path, new Configuration)).getMessage should include("version 9, known is 1")
    }
  }

  describe("a feature that is zero in all documents") {
    it("is named") {
      val silent = rows.map(r => r.updated(2, 0.0).updated(7, 0.0))
      (the[InvalidInput] thrownBy moments(silent).gram).getMessage should include("features [2, 7] are zero in all documents")
    }

    it("may get values from documents that come later") {
      val silent = moments(rows.map(_.updated(2, 0.0)))
      entries(silent.plus(moments(rows))).size shouldBe features * features
    }
  }

  describe("a value that is no number") {
    it("is refused with its feature") {
      for (strange <- Seq(Double.NaN, Double.NegativeInfinity)) {
        val thrown = the[InvalidInput] thrownBy
          FeatureMoments.of(spread(rows, 2), largest(rows).updated(3, strange))
        thrown.getMessage should include("features [3] have values that are not finite")
      }
    }
  }
}
