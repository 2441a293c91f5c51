package io.tauspark.train.driver

import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse.BodyHandlers

import com.fasterxml.jackson.databind.{JsonNode, ObjectMapper}
import io.tauspark.run.MetricLine
import io.tauspark.store.Json
import io.tauspark.testing.LocalSession
import org.scalatest.BeforeAndAfterAll
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

/** What somebody sees of a training who watches Spark with the tools that a cluster has anyway. */
class SparkGaugesSpec extends AnyFunSpec with Matchers with BeforeAndAfterAll {
  private val json = new ObjectMapper()
  private lazy val spark = LocalSession.own(
    1,
    "spark.ui.enabled" -> "true",
    "spark.ui.port" -> "0",
    "spark.metrics.namespace" -> "watched",
    "spark.metrics.conf.*.sink.prometheusServlet.class" -> "org.apache.spark.metrics.sink.PrometheusServlet",
    "spark.metrics.conf.*.sink.prometheusServlet.path" -> "/metrics/prometheus")

  private val line = Json.read(
    """{"step": 30, "split": "train", "loss": 2.5, "lr": 0.001,
      | "layers": [{"layer": 0, "lambda": {"p50": 0.25}, "heads": [{"temperature": 0.125, "entropy": 3.0}]}]}""".stripMargin,
    classOf[MetricLine],
    "a line")

  override def afterAll(): Unit = spark.stop()

  private def page(path: String): String = {
    val address = URI.create(spark.sparkContext.uiWebUrl.get + path)
    val client = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build()
    client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString()).body
  }

  private def gauges: JsonNode = json.readTree(page("/metrics/json")).path("gauges")

  private def value(name: String): Double =
    gauges.path(s"watched.driver.tauspark.nightly_run.$name").path("value").asDouble(Double.NaN)

  describe("a run") {
    it("shows its latest numbers in the Spark UI and to Prometheus, and is gone when it ends") {
      spark
      val run = SparkGauges.register("nightly run")
      run.line(line)
      value("step") shouldBe 30
      value("loss.train") shouldBe 2.5
      value("lambda.layer0.p50") shouldBe 0.25
      value("temperature.layer0.head00") shouldBe 0.125
      run.set("loss/train", 2.25)
      value("loss.train") shouldBe 2.25
      page("/metrics/prometheus") should include("""metrics_watched_driver_tauspark_nightly_run_loss_train_Value{type="gauges"} 2.25""")
      run.close()
      gauges.toString should not include "nightly_run"
    }

    it("may have others beside it") {
      spark
      val runs = Seq("a", "b").map(SparkGauges.register)
      runs.foreach(_.line(line))
      gauges.toString should (include("tauspark.a.loss.train") and include("tauspark.b.loss.train"))
      runs.foreach(_.close())
    }
  }
}
