package io.tauspark.exchange

import java.time.Duration
import java.util.concurrent.ConcurrentLinkedQueue

import scala.collection.JavaConverters._

import io.tauspark.testing.SparkSpec
import org.apache.spark.{BarrierTaskContext, SparkException}
import org.apache.spark.sql.SparkSession
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

class GradientExchangeSpec extends AnyFunSpec with Matchers with SparkSpec {
  import GradientExchangeSpec._


  describe("the tasks of a barrier stage") {
    for (tasks <- Seq(1, 2)) it(s"sum their gradients at every step, being $tasks") {
      val results = stage(spark, tasks)(sumOfHundredSteps)

      results should have length tasks
      results.map(_.toSeq).distinct should have length 1
      // Step s adds (rank + 1) * s to every value: 1 + … + 100 = 5050 times 1 + … + tasks.
      results.head.toSeq shouldBe Seq.fill(1000)(5050f * tasks * (tasks + 1) / 2)
    }

    it("learn each other's losses") {
      stage(spark, 2)(gatherRanks).map(_.toSeq) shouldBe
        Seq(Seq("loss of 0", "loss of 1"), Seq("loss of 0", "loss of 1"))
    }

    it("tell the driver how far they are, each in order") {
      val received = new ConcurrentLinkedQueue[String]
      val receiver = new ProgressReceiver(text => { received.add(text); () })
      val address = receiver.address
      try stage(spark, 2)(report(address))
      finally receiver.close()

      for (rank <- 0 to 1)
        received.asScala.toSeq.filter(_.startsWith(s"""{"rank":$rank,""")) shouldBe
          (1 to 50).map(step => s"""{"rank":$rank,"step":$step}""")
    }

    it("all stop when one of them fails, for the reason it gave, and the session stays usable") {
      val thrown = the[SparkException] thrownBy stage(spark, 2)(failOnRankOne)
      thrown.getMessage should include("the learning rate blew up")

      stage(spark, 2)(gatherRanks) should have length 2
    }
  }
}

/** What runs in tasks stands apart, so that no closure takes the whole spec along. */
object GradientExchangeSpec {
  private val patience = Duration.ofMinutes(2)

  def stage[T: scala.reflect.ClassTag](spark: SparkSession, tasks: Int)(work: GradientExchange => T): Array[T] =
    spark.sparkContext
      .parallelize(0 until tasks, tasks)
      .barrier()
      .mapPartitions(_ => Iterator(work(GradientExchange.of(BarrierTaskContext.get(), patience))))
      .collect()

  private def sum(exchange: GradientExchange, values: Array[Float]): Unit = {
    val bounds = Array.tabulate(exchange.size + 1)(rank => values.length * rank / exchange.size)
    exchange.reduceScatter(values, bounds, WireType.FLOAT32)
    exchange.allGather(values, bounds, WireType.FLOAT32)
  }

  val sumOfHundredSteps: GradientExchange => Array[Float] = exchange => {
    val weights = new Array[Float](1000)
    for (step <- 1 to 100) {
      val gradient = Array.fill(weights.length)((exchange.rank + 1f) * step)
      sum(exchange, gradient)
      for (i <- weights.indices) weights(i) += gradient(i)
    }
    weights
  }

  val gatherRanks: GradientExchange => Array[String] = exchange =>
    exchange.gather(s"loss of ${exchange.rank}".getBytes("UTF-8")).map(new String(_, "UTF-8"))

  def report(address: ProgressAddress): GradientExchange => Int = exchange => {
    val sender = new ProgressSender(address)
    try {
      for (step <- 1 to 50) sender.send(s"""{"rank":${exchange.rank},"step":$step}""")
      sender.dropped
    } finally sender.close()
  }

  val failOnRankOne: GradientExchange => Array[Float] = exchange => {
    if (exchange.rank == 1) throw new IllegalStateException("the learning rate blew up")
    val gradient = new Array[Float](10)
    sum(exchange, gradient)
    gradient
  }
}
