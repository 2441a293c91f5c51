package io.tauspark.compare

import java.nio.file.{Files, Path}

import com.fasterxml.jackson.databind.{JsonNode, ObjectMapper}
import io.tauspark.testing.SparkSpec
import io.tauspark.train.TrainingInputs
import org.apache.hadoop.fs.FileUtil
import org.scalatest.BeforeAndAfterAll
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

/** A folder with shards and a memory, and the session of many small trainings on them. */
trait TrialsSpec extends AnyFunSpec with Matchers with SparkSpec with BeforeAndAfterAll {
  protected val folder: Path = Files.createTempDirectory("trials-spec")
  protected val shards: String = TrainingInputs.shards(folder.resolve("shards"), 4)
  protected val memory: String = TrainingInputs.memory(folder.resolve("memory"), 24)

  override def afterAll(): Unit = {
    FileUtil.fullyDelete(folder.toFile)
    ()
  }

  /** The settings of a command that trains on them: what all trials share, then what is its own. */
  protected def settings(output: String, shared: Seq[String], more: Seq[String]): Seq[String] =
    Seq(s"data=$shards", s"memory=$memory", s"output=${folder.resolve(output)}") ++ shared.map("train." + _) ++ more

  protected def json(file: String): JsonNode = new ObjectMapper().readTree(folder.resolve(file).toFile)

  /** The directories of the runs of an output, finished or not. */
  protected def runs(output: String): Seq[Path] =
    Option(folder.resolve(output).resolve("runs").toFile.listFiles).toSeq.flatten.map(_.toPath).sortBy(_.toString)
}
