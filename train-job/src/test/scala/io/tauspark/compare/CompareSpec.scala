package io.tauspark.compare

import java.nio.file.{Files, Path}

import scala.collection.JavaConverters._

import io.tauspark.config.InvalidInput
import io.tauspark.generate.GenerateJob
import io.tauspark.model.torch.TrainedModel
import org.apache.hadoop.conf.Configuration
import org.apache.hadoop.fs.{Path => HadoopPath}

class CompareSpec extends TrialsSpec {
  private val small = Seq("steps=30", "model.layers=1", "model.heads.tau=4", "model.heads.grid=4", "model.heads.mean=4",
    "model.heads.dot=2", "model.heads.reference=2", "model.width=24", "model.context=48", "rate.warmup=5", "rate.peak=1e-2",
    "validation.every=10")

  private def compare(output: String, more: String*): CompareReport =
    CompareJob.run(spark, CompareJob.configure(settings(output, small, more): _*))

  /** What the heads of a saved model see, by the name of the matrix. */
  private def laplacians(run: Path): Map[String, Seq[Double]] =
    TrainedModel.load(new HadoopPath(run.toUri), new Configuration()).laplacians.stacks.asScala
      .map { case (name, stack) => name -> stack.values.toSeq }.toMap

  describe("a comparison of all variants with two seeds") {
    lazy val report = compare("all", "seeds=[1, 2]")

    it("trains each on the same tokens and says what can be told apart") {
      report.outcomes.asScala.map(_.result).count(_ != null) shouldBe 20
      report.variants.asScala.map(_.seeds).toSet shouldBe Set(2)
      val answers = json("all/compare.json").path("verdict").elements.asScala.toSeq
      answers.map(_.path("variant").asText).distinct should contain allOf ("dot+kw", "tau", "tau-permuted")
      for (answer <- answers) {
        val low = answer.path("difference").path("low").asDouble
        val high = answer.path("difference").path("high").asDouble
        val holdsZero = low <= 0 && high >= 0
        (answer.path("finding").asText == "undecided") shouldBe holdsZero
        answer.path("text").asText.startsWith("Undecided") shouldBe holdsZero
      }
    }

    it("leaves a page with scores, intervals, curves and costs") {
      report
      val page = Files.readString(folder.resolve("all/compare.html"))
      for (part <- Seq("Scores", "Variants against dot", "tau against its controls", "Learning curves", "Costs", "How to read"))
        page should include(part)
    }

    it("trains controls of the memory that are models of their own, and generate as they were trained") {
      val runOf = report.outcomes.asScala.filter(_.trial.train.seed == 1)
        .map(outcome => outcome.trial.group -> folder.resolve("all").resolve(outcome.run)).toMap
      def score(group: String) = report.variants.asScala.find(_.variant == group).get.bitsPerByte.mean
      Seq("tau-permuted", "tau-random", "tau-chain").map(score).toSet + score("tau") should have size 4
      for (control <- Seq("tau-permuted", "tau-random", "tau-chain")) {
        val greedy = Seq(s"model=${runOf(control)}", "prompt=the cat", "tokens=20", "temperature=0")
        GenerateJob.run(GenerateJob.configure(greedy: _*)) should startWith("the cat")
        laplacians(runOf(control)) should not be laplacians(runOf("tau"))
        // The memory that is saved beside the model is the one that was given.
        Files.readAllBytes(runOf(control).resolve("model/memory/manifold.parquet")) shouldBe
          Files.readAllBytes(runOf("tau").resolve("model/memory/manifold.parquet"))
      }
    }
  }

  describe("variants of a file") {
    it("are compared like those that come with it; more seeds add to what is there") {
      val file = Files.writeString(folder.resolve("mine.conf"), "cold { attention = tau, model.lambda.temperature = 0.05 }")
      val mine = Seq(s"definitions=$file", "variants=[tau, cold]", "baseline=tau")
      compare("mine", mine :+ "seeds=[1]": _*).summary should include("with one seed, which says nothing about chance")
      val more = compare("mine", mine :+ "seeds=[1, 2]": _*)
      more.outcomes.asScala.map(_.state.name).sorted shouldBe Seq("FINISHED", "FINISHED", "REUSED", "REUSED")
      more.summary should include("Does cold need fewer bits than tau?")
    }
  }

  describe("variants of several tokenizers") {
    lazy val asked = {
      val file = Files.writeString(folder.resolve("tokenizers.conf"),
        "bytes { attention = dot }, gpt2 { attention = dot, tokenizer = gpt2, model.width = 8, model.heads.dot = 1 }")
      Seq(s"definitions=$file", "variants=[bytes, gpt2]", "baseline=bytes", "seeds=[1]", "train.steps=4", "tokenizers=any")
    }

    it("are judged by all validation documents, or not at all") {
      (the[InvalidInput] thrownBy compare("beginning", asked :+ "train.validation.windows=3": _*)).getMessage should
        (include("windows with the tokens of variant 'bytes', and 3 of them are other documents") and
          include("set train.validation.windows to at least"))
      Files.exists(folder.resolve("beginning")) shouldBe false
    }

    it("learn from as many tokens, and the page says how much text that is") {
      val report = compare("tokenizers", asked :+ "train.validation.windows=1000": _*)
      val Seq(bytes, gpt2) = report.variants.asScala.toSeq
      bytes.tokens shouldBe gpt2.tokens
      bytes.bytesPerToken should be < 1.01
      gpt2.bytesPerToken should be > 2.0
      val page = Files.readString(folder.resolve("tokenizers/compare.html"))
      page should (include("bytes to a token") and include("Bits per byte compare, losses per token and"))
      json("tokenizers/compare.json").path("variants").path(1).path("bytesPerToken").asDouble shouldBe gpt2.bytesPerToken
    }
  }

  describe("a comparison that asks its models") {
    val asked = Seq("variants=[dot, tau]", "seeds=[1, 2]", "questions.documents=20", "questions.cloze.most-share=0.9",
      "questions.distractors=2")
    def states(report: CompareReport) = report.outcomes.asScala.map(_.state.name).toSet
    lazy val report = compare("asked", asked: _*)

    it("tells shares of right answers of each, beside the scores") {
      states(report) shouldBe Set("FINISHED")
      for (trial <- report.outcomes.asScala) {
        trial.result.accuracies.keySet.asScala.map(_.name) shouldBe Set("CONTINUATION", "CLOZE")
        all(trial.result.accuracies.values.asScala.map(_.questions)) should (be > 0L and be <= 20L)
      }
      report.summary should include("| variant | continuation, % | minus dot | 95 % interval | cloze, % |")
      json("asked/compare.json").at("/trials/0/result/accuracies/cloze/questions").asInt should be > 0
      folder.resolve("asked/answers").toFile.list should have size 4
    }

    it("asks no model twice, and all again where the questions are others") {
      val first = report.outcomes.asScala.map(_.result.accuracies)
      val again = compare("asked", asked: _*)
      states(again) shouldBe Set("REUSED")
      again.outcomes.asScala.map(_.result.accuracies) shouldBe first
      states(compare("asked", asked :+ "questions.seed=7": _*)) shouldBe Set("FINISHED")
      compare("asked", asked.take(2): _*).summary should not include "cloze"
    }

    it("is refused before anything is trained where nothing can be asked") {
      (the[InvalidInput] thrownBy compare("mute", asked :+ "questions.cloze.most-share=0.001": _*)).getMessage should
        include("can be asked for")
      Files.exists(folder.resolve("mute")) shouldBe false
    }
  }

  describe("a comparison that chooses by one half of the validation documents") {
    val chosen = Seq("variants=[dot, tau]", "seeds=[1, 2]", "selection.split=halves", "selection.grid.rate.peak=[1e-4, 1e-2]",
      "train.checkpoint.every=10", "train.checkpoint.keep=3")
    lazy val report = compare("halves", chosen: _*)

    it("takes the best model of each trial and the best settings of each variant, and judges them by the other half") {
      report.outcomes.asScala.map(_.state.name).toSet shouldBe Set("FINISHED")
      report.outcomes should have size 8
      val points = json("halves/compare.json").path("selection").elements.asScala.toSeq
      points.map(_.path("group").asText) shouldBe
        Seq("dot rate.peak=1.0E-4", "dot rate.peak=0.01", "tau rate.peak=1.0E-4", "tau rate.peak=0.01")
      points.filter(_.path("chosen").asBoolean).map(_.path("settings").path("rate.peak").asText) shouldBe Seq("0.01", "0.01")
      for (trial <- report.outcomes.asScala) {
        val model = trial.result.selected
        model.candidates shouldBe 3
        Seq(10, 20, 30) should contain(model.step)
        // Neither half is the whole.
        model.testBitsPerByte should not be trial.result.bitsPerByte
        model.testBitsPerByte should be(trial.result.bitsPerByte +- 1)
      }
      val dot = report.variants.asScala.find(_.variant == "dot").get
      val judged = report.outcomes.asScala.filter(_.trial.group == "dot rate.peak=0.01").map(_.result.selected.testBitsPerByte)
      dot.bitsPerByte.mean shouldBe judged.sum / judged.size +- 1e-12
      Files.readString(folder.resolve("halves/compare.html")) should include("Chosen by the selection half")
    }

    it("scores no trial twice, and those again whose windows are others") {
      report
      val scores = folder.resolve("halves/scores")
      val first = scores.toFile.listFiles.map(file => file.getName -> Files.readString(file.toPath)).toMap
      first should have size 8
      compare("halves", chosen: _*).outcomes.asScala.map(_.state.name).toSet shouldBe Set("REUSED")
      val modified = runs("halves").map(run => Files.getLastModifiedTime(run.resolve("provenance.json")))
      compare("halves", chosen :+ "selection.windows=2": _*).outcomes.asScala.map(_.state.name).toSet shouldBe Set("FINISHED")
      runs("halves").map(run => Files.getLastModifiedTime(run.resolve("provenance.json"))) shouldBe modified
      scores.toFile.listFiles.map(file => file.getName -> Files.readString(file.toPath)).toMap should not be first
    }

    it("is the same training as without a choice") {
      report
      val plain = compare("halves", chosen.take(2) :+ "train.rate.peak=1e-2": _*)
      plain.outcomes.asScala.map(_.state.name).toSet shouldBe Set("REUSED")
      plain.outcomes.asScala.foreach(_.result.selected shouldBe null)
    }
  }
}
