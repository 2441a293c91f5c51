package io.tauspark.inference

import java.nio.file.Files

import scala.collection.JavaConverters._

import io.tauspark.config.InvalidInput
import io.tauspark.generate.{GenerateJob, GenerationLimits, Sampling}
import io.tauspark.model.Seeds
import io.tauspark.testing.SparkSpec
import io.tauspark.train.{TrainJob, TrainingInputs}
import org.apache.hadoop.fs.FileUtil
import org.apache.spark.sql.{DataFrame, Row}
import org.scalatest.BeforeAndAfterAll
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

class InferenceSpec extends AnyFunSpec with Matchers with SparkSpec with BeforeAndAfterAll {
  private val folder = Files.createTempDirectory("inference-spec")
  private val crab = "\uD83E\uDD80"
  private val texts = Seq("one" -> "the cat", "long" -> ("the cat and the dog " * 20).trim, "emoji" -> crab, "same" -> "the cat")
  private val input = folder.resolve("texts.jsonl")

  private lazy val model = {
    val shards = TrainingInputs.shards(folder.resolve("shards"), 2)
    val memory = TrainingInputs.memory(folder.resolve("memory"), 24)
    val settings = TrainingInputs.settings(shards, memory, folder.resolve("run")) ++ Seq("steps=20", "samples.tokens=0")
    TrainJob.run(spark, TrainJob.configure(settings: _*))
    folder.resolve("run").toString
  }

  override def beforeAll(): Unit = {
    val lines = texts.map { case (id, text) => s"""{"id": "$id", "text": "$text"}""" }
    Files.write(input, (lines ++ (1 to 16).map(i => s"""{"id": "d$i", "text": "dog $i"}""") :+ """{"id": "none"}""").asJava)
    ()
  }

  override def afterAll(): Unit = {
    FileUtil.fullyDelete(folder.toFile)
    ()
  }

  private def rows(output: String): Map[String, Row] =
    byId(spark.read.parquet(folder.resolve(output).toString))

  private def byId(table: DataFrame): Map[String, Row] = table.collect.map(row => row.getAs[String]("id") -> row).toMap

  private def table(partitions: Int): DataFrame =
    spark.createDataFrame(texts).toDF("id", "text").repartition(partitions)

  describe("perplexity") {
    lazy val report = PerplexityJob.run(
      spark,
      PerplexityJob.configure(s"model=$model", s"input=$input", s"output=${folder.resolve("scores")}", "rejected.limit=0.5"))

    it("tells tokens, bytes, log-probability and bits of each document") {
      report.documents shouldBe 20
      report.rejected.asScala shouldBe Map("missing-text" -> 1)
      val scores = rows("scores")
      scores should have size 20
      scores("emoji").getAs[Int]("bytes") shouldBe 4
      scores("long").getAs[Int]("tokens") shouldBe texts(1)._2.length
      for (row <- scores.values) {
        val nats = row.getAs[Double]("log_probability")
        nats should be < 0.0
        row.getAs[Double]("bits_per_byte") shouldBe -nats / math.log(2) / row.getAs[Int]("bytes") +- 1e-12
      }
    }

    it("knows what it has learnt from better than what it never saw") {
      report
      val bits = rows("scores").mapValues(_.getAs[Double]("bits_per_byte"))
      bits("long") should be < bits("emoji")
    }

    it("adds up to the score of all of them") {
      report.bitsPerByte should be > 0.0
      val scores = rows("scores").values
      report.logProbability shouldBe scores.map(_.getAs[Double]("log_probability")).sum +- 1e-6
      report.bytes shouldBe scores.map(_.getAs[Int]("bytes")).sum
    }

    it("gives a document the same numbers, bit for bit, whatever else is scored with it") {
      val whole = rows("scores")
      val alone = byId(PerplexityJob.of(table(1).limit(1), model))
      for ((id, row) <- byId(PerplexityJob.of(table(3), model)) ++ alone) row.toSeq shouldBe whole(id).toSeq
    }
  }

  describe("complete") {
    val limits = new GenerationLimits(12, Seq("\n").asJava)

    it("continues each prompt as its id and the seed say, however prompts are divided") {
      val report = CompleteJob.run(
        spark,
        CompleteJob.configure(
          s"model=$model", s"input=$input", s"output=${folder.resolve("completed")}", "rejected.limit=0.5", "tokens=12", """stop=["\n"]"""))
      report.prompts shouldBe 20
      val completed = rows("completed")
      completed("emoji").getAs[String]("prompt") shouldBe crab
      all(completed.values.map(_.getAs[Int]("tokens"))) should (be >= 1 and be <= 12)
      all(completed.values.map(_.getAs[Double]("log_probability"))) should be < 0.0
      Set("document", "stop", "tokens") should contain allElementsOf completed.values.map(_.getAs[String]("end"))
      for (divided <- Seq(table(1), table(3), table(1).filter("id = 'long'"));
           (id, row) <- byId(CompleteJob.of(divided, model, limits, Sampling.byDefault(42))))
        row.toSeq shouldBe completed(id).toSeq
    }

    it("writes what generate writes, which keeps the same states, with the same seed") {
      val drawn = byId(CompleteJob.of(table(2), model, new GenerationLimits(12, Seq.empty[String].asJava), Sampling.byDefault(42)))
      for ((id, prompt) <- texts)
        prompt + drawn(id).getAs[String]("completion") shouldBe GenerateJob.run(
          GenerateJob.configure(s"model=$model", s"prompt=$prompt", s"seed=${Seeds.of(42, id)}", "tokens=12"))
    }
  }

  describe("a model that is none, or an output that is there") {
    it("is refused, and nothing is written") {
      val none = Seq(s"model=$folder/none", s"input=$input", s"output=${folder.resolve("nothing")}")
      for (job <- Seq(() => PerplexityJob.run(spark, PerplexityJob.configure(none: _*)),
             () => CompleteJob.run(spark, CompleteJob.configure(none: _*)))) {
        the[InvalidInput] thrownBy job() should have message
          s"'file:$folder/none' holds no trained model; give the output of a finished train"
      }
      Files.exists(folder.resolve("nothing")) shouldBe false
      val taken = Files.createDirectory(folder.resolve("taken"))
      Files.writeString(taken.resolve("mine"), "x")
      an[InvalidInput] should be thrownBy
        PerplexityJob.run(spark, PerplexityJob.configure(s"model=$model", s"input=$input", s"output=$taken", "overwrite=true"))
      taken.toFile.list shouldBe Array("mine")
    }
  }
}
