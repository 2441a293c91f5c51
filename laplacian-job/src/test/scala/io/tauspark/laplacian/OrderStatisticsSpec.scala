package io.tauspark.laplacian

import scala.collection.JavaConverters._
import scala.util.Random

import org.apache.spark.api.java.{JavaDoubleRDD, JavaSparkContext}
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

class OrderStatisticsSpec extends AnyFunSpec with Matchers with MemorySpec {
  private def of(numbers: Seq[Double], parts: Int, part: Double = 0.9): OrderStatistics = {
    val boxed = numbers.map(java.lang.Double.valueOf).asJava
    OrderStatistics.of(new JavaSparkContext(spark.sparkContext).parallelizeDoubles(boxed, parts): JavaDoubleRDD, part)
  }

  describe("order statistics of numbers spread over partitions") {
    for (count <- Seq(1, 2, 3, 100, 2500)) it(s"are those of the sorted numbers ($count)") {
      val random = new Random(count.toLong)
      // Some are equal.
      val numbers = Seq.fill(count)(math.floor(random.nextDouble() * 500) / 100 + 0.01)
      val sorted = numbers.sorted
      val last = count - 1
      for (parts <- Seq(1, 4)) {
        val found = of(random.shuffle(numbers), parts)
        found.count shouldBe count.toLong
        found.median shouldBe (sorted(last / 2) + sorted(count / 2)) / 2
        found.percentile shouldBe sorted(math.round(0.9 * last).toInt)
        found.mean shouldBe numbers.sum / count +- 1e-12
        found.distribution.get.orderStatistics.asScala.map(_.doubleValue) shouldBe
          (0 to 1000).map(k => sorted(math.round(k / 1000.0 * last).toInt))
      }
    }

    it("of nothing have the floor for tau and no distribution") {
      val nothing = of(Seq(), 2)
      (nothing.count, nothing.median, nothing.mean, nothing.percentile) shouldBe ((0L, 1e-10, 1e-10, 1e-10))
      nothing.distribution.isPresent shouldBe false
    }

    it("of zeros have the floor for tau") {
      of(Seq(0.0, 0.0, 0.0), 2).median shouldBe 1e-10
    }
  }
}
