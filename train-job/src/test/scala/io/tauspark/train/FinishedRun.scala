package io.tauspark.train

import java.nio.file.{Files, Path}

import scala.collection.JavaConverters._

import com.fasterxml.jackson.databind.node.ObjectNode
import com.fasterxml.jackson.databind.{JsonNode, ObjectMapper}

/** What a run left behind, in a form in which two of them can be compared. */
final class FinishedRun(directory: Path) {
  private val json = new ObjectMapper()
  private val clocks = Seq("tokens_per_second", "exchange_seconds", "wait_seconds")

  def weights: Seq[Byte] = Files.readAllBytes(directory.resolve("model/model.safetensors")).toSeq

  /** Lines of the metric log without what a clock says. */
  def metrics: Seq[JsonNode] = lines("metrics.jsonl").map(_.asInstanceOf[ObjectNode].remove(clocks.asJava))

  def samples: Seq[JsonNode] = lines("samples.jsonl")

  /** What each worker did, one after the other. */
  def phases(rank: Int): Seq[String] =
    lines("workers.jsonl").filter(_.path("rank").asInt == rank).map(_.path("phase").asText)

  def events: Seq[JsonNode] = lines("events.jsonl")

  def events(kind: String): Seq[JsonNode] = events.filter(_.path("event").asText == kind)

  def norms: Seq[Double] =
    metrics.filter(_.path("split").asText == "train").map(_.path("grad_norm").asDouble)

  private def lines(name: String): Seq[JsonNode] =
    Files.readAllLines(directory.resolve(name)).asScala.map(json.readTree(_: String))
}
