package io.tauspark.laplacian

import java.nio.charset.StandardCharsets.UTF_8
import java.nio.file.{Files, Path}

import scala.collection.JavaConverters._
import scala.util.Random

import io.tauspark.config.Settings
import io.tauspark.store.Json
import io.tauspark.testing.SparkSpec
import org.apache.commons.io.FileUtils
import org.scalatest.{BeforeAndAfterEach, Suite}

/** A local session, a directory per test, and a small corpus of four topics. */
trait MemorySpec extends SparkSpec with BeforeAndAfterEach { this: Suite =>
  protected var directory: Path = _

  override def beforeEach(): Unit = directory = Files.createTempDirectory("memory")

  override def afterEach(): Unit = FileUtils.deleteDirectory(directory.toFile)

  private val topics = Seq(
    "wing feather beak nest egg song flight branch",
    "hull mast sail anchor harbour wave rope deck",
    "flour oven bread salt butter knife bowl sugar",
    "valve piston gear engine oil torque shaft fuel").map(_.split(" "))

  /** Ids and texts; every document mixes a topic with words that all topics share. */
  protected def documents(count: Int): Seq[(String, String)] = {
    val random = new Random(11)
    (1 to count).map { i =>
      val topic = topics(random.nextInt(topics.size))
      val words = Seq.fill(10)(topic(random.nextInt(topic.length))) ++ Seq("the", "small", "old").map(w => s"$w ${topic(0)}")
      s"doc-$i" -> words.mkString(" ")
    }
  }

  protected def jsonl(name: String, documents: Seq[(String, String)]): Path =
    lines(name, documents.map { case (id, text) => Json.line(java.util.Map.of("id", id, "text", text)) })

  protected def lines(name: String, content: Seq[String]): Path = {
    val path = directory.resolve(name)
    Files.createDirectories(path.getParent)
    Files.write(path, content.mkString("", "\n", "\n").getBytes(UTF_8))
  }

  protected def config(input: Path, output: String, settings: String*): LaplacianConfig =
    Settings.read(Settings.reference(classOf[LaplacianJob], "laplacian"), null,
      (Seq(s"input=$input", s"output=${directory.resolve(output)}", "embed.dimension=16", "graph.topk=4",
        "embed.min-count=2", "embed.iterations=2") ++ settings).asJava, (s: Settings) => LaplacianConfig.from(s))
}
