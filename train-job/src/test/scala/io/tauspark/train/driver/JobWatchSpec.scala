package io.tauspark.train.driver

import java.time.Duration

import io.tauspark.config.InvalidInput
import io.tauspark.testing.SparkSpec
import org.apache.spark.api.java.JavaSparkContext
import org.scalatest.BeforeAndAfterAll
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

class JobWatchSpec extends AnyFunSpec with Matchers with SparkSpec with BeforeAndAfterAll {
  override protected def sparkSettings: Map[String, String] = Map("spark.executor.heartbeatInterval" -> "500ms")

  private val long = Duration.ofSeconds(60)
  private val standstill = Duration.ofSeconds(4)

  override def beforeAll(): Unit = spark.sparkContext.setInterruptOnCancel(true)

  private def watching[T](start: Duration)(use: (JobWatch, JavaSparkContext) => T): T = {
    val watch = new JobWatch(spark.sparkContext, start, standstill)
    try use(watch, new JavaSparkContext(spark.sparkContext))
    finally watch.close()
  }

  describe("a job whose task does not get on") {
    it("is ended with a message that names the task and its executor") {
      val thrown = the[AttemptFailed] thrownBy watching(long) { (watch, context) =>
        watch.run("a round", () => context.sc.parallelize(Seq(1), 1).map { _ => Thread.sleep(120000); 1 }.collect())
      }
      thrown.getMessage should include("a round: nothing has moved for 4 s; still running: task 0 on executor driver")
    }
  }

  describe("a job whose task takes long but gets on") {
    it("is left alone") {
      val done = watching(long) { (watch, context) =>
        val beats = watch.beats
        val slow = context.sc.parallelize(Seq(1), 1).map { _ =>
          (1 to 16).foreach { _ => Thread.sleep(500); beats.add(1) }
          "done"
        }
        watch.run("a round", () => slow.collect().head)
      }
      done shouldBe "done"
    }
  }

  describe("a job for which there is no slot") {
    it("is ended with a message that says what it needs") {
      val sleeping = spark.sparkContext.parallelize(Seq(1, 2), 2).map { _ => Thread.sleep(120000); 1 }.collectAsync()
      try {
        val thrown = the[InvalidInput] thrownBy watching(Duration.ofSeconds(2)) { (watch, context) =>
          watch.run("a round", () => context.sc.parallelize(Seq(1), 1).collect())
        }
        thrown.getMessage should include("a round: no task has begun within 2 s")
        thrown.getMessage should include("spark.task.cpus = 1")
      } finally sleeping.cancel()
    }
  }

  describe("a job that fails") {
    it("fails with the cause of its task") {
      val thrown = the[AttemptFailed] thrownBy watching(long) { (watch, context) =>
        watch.run("a round", () => context.sc.parallelize(Seq(1), 1).map(i => 1 / (i - 1)).collect())
      }
      thrown.getMessage should startWith("a round failed: ")
      thrown.getMessage should include("/ by zero")
    }
  }
}
