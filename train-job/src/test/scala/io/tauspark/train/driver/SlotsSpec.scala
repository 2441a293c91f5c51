package io.tauspark.train.driver

import java.time.Duration
import java.util.Arrays

import io.tauspark.config.InvalidInput
import io.tauspark.testing.LocalSession
import io.tauspark.train.config.TaskDemand
import io.tauspark.train.{LocalCluster, TrainJob}
import org.apache.spark.sql.SparkSession
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

/** What a user reads whose session cannot run all workers at one time, before anything else happens. */
class SlotsSpec extends AnyFunSpec with Matchers {
  private val limit = Duration.ofSeconds(2)
  private val everyTask = new TaskDemand(0, 0)

  private def refusal(spark: SparkSession, workers: Int): String =
    (the[InvalidInput] thrownBy new Slots(spark.sparkContext, everyTask, workers, true, limit).require()).getMessage

  private def withLocal[T](settings: (String, String)*)(body: SparkSession => T): T = {
    val spark = LocalSession.own(2, settings: _*)
    try body(spark)
    finally spark.stop()
  }

  it("has enough, and nothing is said") {
    withLocal()(spark => new Slots(spark.sparkContext, everyTask, 2, true, limit).require())
  }

  it("has too few cores on a local master") {
    withLocal("spark.task.cpus" -> "2") { spark =>
      refusal(spark, 2) shouldBe "master local[2] with spark.task.cpus = 2 runs 1 tasks at a time, too few for workers = 2: " +
        "use --master local[4] or lower workers"
    }
  }

  it("has too few for the largest of trainings that come one after the other") {
    withLocal() { spark =>
      def training(workers: Int) = TrainJob.configure("data=d", "memory=m", "output=o", s"workers=$workers")
      val thrown = the[InvalidInput] thrownBy
        Slots.requireTogether(spark.sparkContext, Arrays.asList(training(1), training(4), training(2)), 1)
      thrown.getMessage should include("runs 2 tasks at a time, too few for workers = 4")
      Slots.requireTogether(spark.sparkContext, Arrays.asList(training(1), training(2)), 1)
    }
  }

  it("asks a local master for GPUs, on which Spark would wait for ever") {
    withLocal("spark.executor.resource.gpu.amount" -> "1", "spark.task.resource.gpu.amount" -> "1") { spark =>
      refusal(spark, 1) should (startWith("spark.task.resource.gpu.amount = 1 with master local[2]") and include("device=gpu"))
    }
  }

  it("asks a local master for resources of one stage, which it cannot give") {
    withLocal() { spark =>
      for ((demand, words) <- Seq(new TaskDemand(2, 0) -> "cpus = 2", new TaskDemand(0, 1) -> "gpus = 1")) {
        val thrown = the[InvalidInput] thrownBy new Slots(spark.sparkContext, demand, 1, true, limit).require()
        thrown.getMessage should (include(words) and include("with master local[2]") and include("set spark.task.cpus"))
      }
    }
  }

  it("allocates executors dynamically, which only rounds can use") {
    withLocal("spark.dynamicAllocation.enabled" -> "true") { spark =>
      refusal(spark, 2) should (startWith("spark.dynamicAllocation.enabled = true") and include("parallel.mode=rounds"))
      new Slots(spark.sparkContext, everyTask, 1, false, limit).require()
    }
  }

  it("has no executor at all, since no machine has so many cores free") {
    val cluster = new LocalCluster(1, 1, "spark.executor.cores" -> "2", "spark.executor.memory" -> "600m")
    try refusal(cluster.spark, 2) should
      (startWith("no executor has registered within 2 s at master local-cluster[1,1,1024], but 2 tasks must run at one time") and
        include("each asks a machine for 2 cores (spark.executor.cores) and 600 MiB of memory (spark.executor.memory)"))
    finally cluster.close()
  }

  it("has executors that end as soon as they begin") {
    val cluster = new LocalCluster(1, 1, "spark.executor.extraJavaOptions" -> "-javaagent:/nowhere.jar", "spark.deploy.maxExecutorRetries" -> "1")
    try {
      val slots = new Slots(cluster.spark.sparkContext, everyTask, 1, true, Duration.ofSeconds(60))
      (the[InvalidInput] thrownBy slots.require()).getMessage should
        (startWith("the Spark session was stopped while executors were waited for") and include("see their logs"))
    } finally cluster.close()
  }
}
