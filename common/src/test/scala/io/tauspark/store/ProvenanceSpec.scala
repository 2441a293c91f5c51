package io.tauspark.store

import java.nio.file.{Files, Path}
import java.time.Instant

import io.tauspark.testing.SparkSpec
import org.apache.commons.io.FileUtils
import org.scalatest.BeforeAndAfterAll
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

class ProvenanceSpec extends AnyFunSpec with Matchers with SparkSpec with BeforeAndAfterAll {
  private var directory: Path = _

  override def beforeAll(): Unit = {
    directory = Files.createTempDirectory("provenance")
  }

  override def afterAll(): Unit = {
    FileUtils.deleteDirectory(directory.toFile)
  }

  describe("the provenance of an output") {
    it("names job, code, versions, configuration, inputs and timings") {
      val stages = new Stopwatch
      stages.lap("read")
      val provenance = Provenance.of("probe", spark, java.util.Map.of("seed", 42), java.util.Map.of("input", "x.jsonl"), stages)
      val path = new org.apache.hadoop.fs.Path(directory.toUri)
      provenance.write(path, spark.sparkContext.hadoopConfiguration)
      val json = Json.tree(Files.readString(directory.resolve("provenance.json")), "provenance")
      json.path("job").asText() shouldBe "probe"
      json.path("revision").asText() should fullyMatch regex "([0-9a-f]{40}(-dirty)?|unknown)"
      json.path("spark").asText() shouldBe spark.version
      json.path("java").asText() should startWith("17")
      json.path("config").path("seed").asInt() shouldBe 42
      json.path("inputs").path("input").asText() shouldBe "x.jsonl"
      json.path("seconds").has("read") shouldBe true
      noException should be thrownBy Instant.parse(json.path("created").asText())
    }
  }
}
