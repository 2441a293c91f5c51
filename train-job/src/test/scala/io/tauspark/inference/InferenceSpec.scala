package io.tauspark.inference

import java.nio.file.Files

import scala.collection.JavaConverters._

import io.tauspark.config.InvalidInput
import io.tauspark.generate.{GenerateJob, GenerationLimits, Sampling}
import io.tauspark.model.Seeds
import io.tauspark.model.torch.{TorchEngine, TrainedModel}
import io.tauspark.testing.SparkSpec
import io.tauspark.train.{TrainJob, TrainingInputs}
import org.apache.hadoop.conf.Configuration
import org.apache.hadoop.fs.{FileUtil, Path}
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

  describe("evaluate") {
    // Two halves of no more bytes than the model's context.
    val held = (0 until 12).flatMap(i => Seq(s"s$i" -> s"the cat number$i sees the sun", s"r$i" -> s"a dog likes some river number$i"))
    val questions = EvaluateJob.configure("model=m", "input=i", "output=o", "cloze.most-share=0.6", "words=6").questions
    def asked(partitions: Int): DataFrame =
      EvaluateJob.of(spark.createDataFrame(held).toDF("id", "text").repartition(partitions), model, questions)

    it("scores answers by what follows on their beginnings, and documents as perplexity does") {
      val rows = asked(1).collect
      rows.map(_.getAs[String]("task")).toSet shouldBe Set("continuation", "cloze")
      val texts = rows.flatMap { row =>
        val beginning = row.getAs[String]("beginning")
        beginning +: row.getAs[Seq[String]]("options").map(beginning + _ + row.getAs[String]("rest"))
      }.distinct.map(text => text -> text)
      val nats = byId(PerplexityJob.of(spark.createDataFrame(texts).toDF("id", "text"), model))
        .mapValues(_.getAs[Double]("log_probability")).map(identity)
      for (row <- rows) {
        val (beginning, rest) = (row.getAs[String]("beginning"), row.getAs[String]("rest"))
        val options = row.getAs[Seq[String]]("options")
        val scores = row.getAs[Seq[Double]]("scores")
        for ((option, score) <- options.zip(scores)) {
          val bytes = if (row.getAs[String]("task") == "cloze") 1 else option.length
          score * bytes shouldBe nats(beginning + option + rest) - nats(beginning) +- 1e-3
        }
        scores(row.getAs[Int]("chosen") - 1) shouldBe scores.max
        row.getAs[Double]("log_probability") shouldBe nats(beginning + options(row.getAs[Int]("right") - 1) + rest) +- 1e-3
      }
    }

    it("gives the same answers, bit for bit, however the documents are divided") {
      def sorted(table: DataFrame) = table.orderBy("id", "task").collect.toSeq
      sorted(asked(3)) shouldBe sorted(asked(1))
    }

    it("reads overlapping windows of a text that is longer than the context") {
      val trained = TrainedModel.load(new Path(model), new Configuration())
      val manager = TorchEngine.open(1)
      try {
        val gpt = trained.open(manager)
        val ids = trained.tokenizer.open().encodeDocument(texts(1)._2)
        val cut = Array(300, 40, 171).map(length => ids.take(length))
        val context = gpt.config.context
        for ((text, found) <- cut.zip(Answer.logProbabilities(gpt, cut)); token <- found.indices) {
          // The first of the windows, each half a context behind the last, that reaches so far.
          val start = (context / 2) * math.max(0, math.ceil((token + 1.0 - context) / (context / 2)).toInt)
          val alone = gpt.tokenLosses(Array(text.slice(start, token + 2)))(0).last
          found(token) shouldBe -alone +- 1e-4
        }
      } finally manager.close()
    }

    it("writes questions and answers, and adds them up") {
      val output = folder.resolve("answers")
      val report = EvaluateJob.run(
        spark,
        EvaluateJob.configure(
          s"model=$model", s"input=$folder/shards/validation", s"output=$output", "cloze.most-share=0.9", "distractors=2"))
      val rows = spark.read.parquet(output.toString).collect
      for ((task, accuracy) <- report.accuracies.asScala) {
        val own = rows.filter(_.getAs[String]("task") == task.name.toLowerCase)
        accuracy.questions shouldBe own.length
        accuracy.right shouldBe own.count(row => row.getAs[Int]("chosen") == row.getAs[Int]("right"))
      }
      report.accuracies should have size 2
      report.documents shouldBe rows.map(_.getAs[String]("id")).distinct.length
      report.summary should include("by chance 33.3 %")
      Files.readString(output.resolve("_provenance.json")) should include("\"continuation\"")
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
