package io.tauspark.train

import java.nio.file.Files

import io.tauspark.config.{InvalidConfig, InvalidInput}
import io.tauspark.generate.GenerateJob
import io.tauspark.model.ParameterLayout
import io.tauspark.model.torch.TrainedModel
import io.tauspark.observe.TrainingProgress
import io.tauspark.testing.SparkSpec
import io.tauspark.train.config.TrainConfig
import org.apache.hadoop.conf.Configuration
import org.apache.hadoop.fs.{FileUtil, Path => HadoopPath}
import org.scalatest.BeforeAndAfterAll
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

class TermsTrainingSpec extends AnyFunSpec with Matchers with SparkSpec with BeforeAndAfterAll {
  override protected def cores: Int = 4

  private val folder = Files.createTempDirectory("terms-training-spec")
  private val shards = TrainingInputs.shards(folder.resolve("shards"), 4)
  private val plain = TrainingInputs.memory(folder.resolve("plain"), 24)
  private val memory = TrainingInputs.memory(folder.resolve("memory"), 24)
  TrainingInputs.addTerms(memory, 1, _ != 'e')
  private val newer = TrainingInputs.memory(folder.resolve("newer"), 24)
  TrainingInputs.addTerms(newer, 2)

  private val all = Seq("model.memory.use=[features,terms,spread]", "model.memory.spread.rank=6", "model.tied=true")

  /** A training that learns nothing worth speaking of: its model is the one that it began with. */
  private val still = Seq("steps=1", "rate.warmup=0", "rate.peak=1e-12", "validation.every=1")

  override def afterAll(): Unit = {
    FileUtil.fullyDelete(folder.toFile)
    ()
  }

  private def config(run: String, memory: String, more: Seq[String]): TrainConfig = TrainJob.configure(
    TrainingInputs.settings(shards, memory, folder.resolve(run)) ++ Seq("checkpoint.every=7") ++ more: _*)

  private def train(run: String, memory: String, more: Seq[String]): FinishedRun = {
    TrainJob.run(spark, config(run, memory, more))
    new FinishedRun(folder.resolve(run))
  }

  private def model(run: String): TrainedModel =
    TrainedModel.load(new HadoopPath(folder.resolve(run).toUri), new Configuration())

  private def parameter(run: String, name: String): Seq[Float] = {
    val saved = model(run)
    val slot = ParameterLayout.of(saved.card.model, saved.card.features).slot(name)
    saved.parameters.slice(slot.offset.toInt, (slot.offset + slot.size).toInt).toSeq
  }

  private def row(values: Seq[Float], token: Int): Seq[Float] = values.slice(token * 24, (token + 1) * 24)

  private def validationLoss(run: FinishedRun): Double =
    run.metrics.filter(_.path("split").asText == "validation").last.path("loss").asDouble

  private lazy val two = train("two", memory, all)

  describe("a training that uses the terms of a memory") {
    it("begins with its vectors and counts, and keeps its factors with the model") {
      train("began", memory, all ++ still)
      val vectors = parameter("began", "embedding.weight")
      for (letter <- "abc") math.sqrt(row(vectors, letter).map(x => x * x).sum) shouldBe 1.0 +- 1e-4
      val bias = parameter("began", "output_bias")
      math.exp(bias('a')) / math.exp(bias('b')) should not be 1.0 +- 1e-3
      bias.map(x => math.exp(x)).sum shouldBe 1.0 +- 1e-3
      model("began").spread.rank shouldBe 6
      Files.exists(folder.resolve("began/model/memory/terms.safetensors")) shouldBe true
      Files.exists(folder.resolve("began/start")) shouldBe false
    }

    it("learns, and writes text with the activation of what it has read") {
      validationLoss(two) should be < 2.0
      val settings = Seq(s"model=${folder.resolve("two")}", "prompt=the cat", "tokens=12")
      GenerateJob.run(GenerateJob.configure(settings: _*)) should startWith("the cat")
    }

    for (workers <- Seq(1, 4)) it(s"ends the same with $workers workers as with two") {
      train(s"workers-$workers", memory, all :+ s"workers=$workers").weights == two.weights shouldBe true
    }

    it("ends the same when it is stopped and resumed") {
      val stopped = config("stopped", memory, all)
      TrainJob.runUntil(spark, stopped, 17, new TrainingProgress("train", 40, System.err))
      TrainJob.run(spark, stopped)
      new FinishedRun(folder.resolve("stopped")).weights == two.weights shouldBe true
    }

    it("works in rounds") {
      val rounds = train("rounds", memory, all ++ Seq("parallel.mode=rounds", "parallel.rounds.steps=10"))
      validationLoss(rounds) should be < 2.6
    }

    it("refuses a memory without terms, and one of another tokenizer, before anything is written") {
      messageOf(config("without", plain, all)) should (include("has no terms") and include("terms.tokenizer"))
      messageOf(config("other", memory, all ++ Seq("tokenizer=gpt2"))) should include("tokens of another tokenizer")
      (the[InvalidConfig] thrownBy config("none", "", all)).getMessage should include("model.memory.use")
      Files.exists(folder.resolve("without")) shouldBe false
      Files.exists(folder.resolve("without.unfinished")) shouldBe false
    }
  }

  describe("a training that starts from another model") {
    it("has that model's loss before it learns anything, without a memory too") {
      val before = validationLoss(two)
      validationLoss(train("same", memory, all ++ still :+ s"start.model=${folder.resolve("two")}")) shouldBe before +- 1e-4
      val first = validationLoss(train("without-terms", plain, Seq("steps=20")))
      val alone = train("alone", "", still :+ s"start.model=${folder.resolve("without-terms")}")
      validationLoss(alone) shouldBe first +- 1e-4
    }

    it("gives terms that only the newer memory knows the vectors of their neighbours, and moves the bias by the counts") {
      train("taken", newer, all ++ still :+ s"start.model=${folder.resolve("two")}")
      val vectors = parameter("taken", "embedding.weight")
      val learnt = parameter("two", "embedding.weight")
      row(vectors, 'a') shouldBe row(learnt, 'a')
      row(vectors, 'e') should not be row(learnt, 'e')
      parameter("taken", "spread.weights").distinct should have size 1
      parameter("taken", "output_bias")('e') should be > parameter("two", "output_bias")('e')
    }

    it("refuses a model of another shape, and one from which something would be taken away") {
      val from = s"start.model=${folder.resolve("two")}"
      messageOf(config("wide", memory, all ++ Seq(from, "model.mlp=2"))) should include("has mlp = 4, here it is 2")
      messageOf(config("less", memory, Seq(from, "model.tied=true"))) should include("would take it away")
      messageOf(config("nowhere", memory, all :+ s"start.model=${folder.resolve("nothing")}")) should
        include("holds no trained model")
    }
  }

  private def messageOf(config: TrainConfig): String =
    (the[InvalidInput] thrownBy TrainJob.run(spark, config)).getMessage
}
