package io.tauspark.store

import io.tauspark.testing.SparkSpec

import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

class HadoopSettingsSpec extends AnyFunSpec with Matchers with SparkSpec {
  private val endpoint = "fs.made-up.endpoint"

  describe("a command in a session that is there") {
    it("knows what the session was told after its start") {
      val hadoop = spark.sparkContext.hadoopConfiguration
      HadoopSettings.current().get(endpoint) shouldBe null
      hadoop.set(endpoint, "here")
      try HadoopSettings.current().get(endpoint) shouldBe "here"
      finally hadoop.unset(endpoint)
    }
  }
}
