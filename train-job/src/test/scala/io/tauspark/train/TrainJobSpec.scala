package io.tauspark.train

import java.nio.file.{Files, Paths}

import scala.collection.JavaConverters._

import com.fasterxml.jackson.databind.{JsonNode, ObjectMapper}
import io.tauspark.config.{InvalidConfig, InvalidInput}
import io.tauspark.generate.GenerateJob
import io.tauspark.report.ReportJob
import io.tauspark.testing.SparkSpec
import io.tauspark.train.config.TrainConfig
import io.tauspark.train.driver.TrainingFailed
import org.apache.hadoop.fs.FileUtil
import org.scalatest.BeforeAndAfterAll
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

class TrainJobSpec extends AnyFunSpec with Matchers with SparkSpec with BeforeAndAfterAll {
  private val folder = Files.createTempDirectory("train-spec")
  private val shards = TrainingInputs.shards(folder.resolve("shards"), 4)
  private val memory = TrainingInputs.memory(folder.resolve("memory"), 24)

  override def afterAll(): Unit = {
    FileUtil.fullyDelete(folder.toFile)
    ()
  }

  private def config(run: String, more: String*): TrainConfig = TrainJob.configure(
    TrainingInputs.settings(shards, memory, folder.resolve(run)) ++ more: _*)

  private lazy val two = TrainJob.run(spark, config("two"))

  private def weights(run: String): Array[Byte] = Files.readAllBytes(folder.resolve(s"$run/model/model.safetensors"))

  private def metrics(run: String): Seq[JsonNode] =
    Files.readAllLines(folder.resolve(s"$run/metrics.jsonl")).asScala.map(new ObjectMapper().readTree(_: String))

  describe("a training on two workers") {
    it("learns more than the frequency of bytes") {
      two.validationLoss should be < two.unigramLoss * 0.8
      two.workers.asScala.map(_.rank) shouldBe Seq(0, 1)
    }

    it("leaves metrics of training and validation, with the spread of lambda per layer and head") {
      two
      val lines = metrics("two")
      val training = lines.filter(_.path("split").asText == "train")
      training.map(_.path("step").asInt) shouldBe Seq(1, 10, 20, 30, 40)
      lines.filter(_.path("split").asText == "validation").map(_.path("step").asInt) shouldBe Seq(20, 40)
      for (line <- training; layer <- line.path("layers").asScala) {
        val heads = layer.path("heads").asScala.toSeq
        heads should have size 4
        for (lambda <- layer.path("lambda") +: heads.map(_.path("lambda"))) {
          val Seq(low, middle, high) = Seq("p05", "p50", "p95").map(lambda.path(_).asDouble)
          low should (be >= 0.0 and be <= middle)
          high should (be >= middle and be < 1.0)
        }
      }
      training.last.path("tokens").asLong shouldBe 40L * 4 * 4 * 48
    }

    it("leaves texts that the model wrote after each scoring, and what TensorBoard reads") {
      two
      val run = new FinishedRun(folder.resolve("two"))
      val scored = run.metrics.filter(_.path("split").asText == "validation").map(_.path("step").asInt)
      run.samples.map(_.path("step").asInt).distinct shouldBe scored
      run.samples.groupBy(_.path("step").asInt).values.map(_.map(_.path("prompt").asText)).toSet should have size 1
      run.samples.map(_.path("text").asText).filter(_.nonEmpty) should not be empty
      val events = folder.resolve("two/tensorboard").toFile.listFiles.filter(_.getName.contains("tfevents"))
      new String(Files.readAllBytes(events.head.toPath), "ISO-8859-1") should (include("brain.Event:2") and include("loss/validation"))
    }

    it("leaves what each worker did when") {
      two
      for (rank <- 0 to 1) {
        val phases = new FinishedRun(folder.resolve("two")).phases(rank)
        phases should contain allOf ("TRAINING", "VALIDATING", "CHECKPOINTING")
        phases.last shouldBe "FINISHED"
      }
    }

    it("says how sure its validation loss is") {
      two
      val scorings = new FinishedRun(folder.resolve("two")).metrics.filter(_.path("split").asText == "validation")
      for (line <- scorings) {
        line.path("loss_error").asDouble should be > 0.0
        line.path("loss_error").asDouble should be < line.path("loss").asDouble
        line.path("perplexity").asDouble shouldBe math.exp(line.path("loss").asDouble) +- 1e-9
      }
    }

    it("leaves a model with its memory, the newest checkpoints and its provenance") {
      two
      for (file <- Seq("model/config.json", "model/memory/manifold.parquet", "model/memory/manifold.json", "provenance.json"))
        Files.exists(folder.resolve(s"two/$file")) shouldBe true
      Files.list(folder.resolve("two/checkpoints")).iterator.asScala.map(_.getFileName.toString).toSeq.sorted shouldBe
        Seq("step-000020", "step-000030", "step-000040")
      Files.exists(folder.resolve("two/checkpoints/step-000040/optimizer.safetensors")) shouldBe true
    }

    it("leaves a page that tells how it went, which can be made again") {
      two
      val page = folder.resolve("two/report.html")
      def content = new String(Files.readAllBytes(page), "UTF-8")
      val first = content
      first should (include("Training “two”") and include("Finished. Validation loss") and include("layer 1"))
      Files.delete(page)
      ReportJob.run(ReportJob.configure(s"run=${folder.resolve("two")}"))
      content shouldBe first
    }

    it("ends with the same weights, bit for bit, as a training on one") {
      two
      TrainJob.run(spark, config("one", "workers=1"))
      weights("one") shouldBe weights("two")
    }

    it("ends with other weights for another seed") {
      two
      TrainJob.run(spark, config("seeded", "seed=7", "steps=2"))
      TrainJob.run(spark, config("unseeded", "steps=2"))
      weights("seeded") should not be weights("unseeded")
    }

    it("can do with a recency slope alone") {
      val report = TrainJob.run(spark, config("slope", "model.key-weight=slope"))
      report.validationLoss should be < report.unigramLoss
    }
  }

  describe("a training with a token budget of more micro-batches than there are shards") {
    for (parts <- Seq(1, 3)) it(s"ends with the same weights and the same unigram loss on one worker and on two, from $parts shards") {
      val data = s"data=${TrainingInputs.shards(folder.resolve(s"shards-$parts"), parts)}"
      val reports = Seq(1, 2).map { workers =>
        TrainJob.run(spark, config(s"budget-$parts-$workers", data, s"workers=$workers", "steps=3", "batch.windows=2",
          s"batch.tokens=${8 * 2 * 48}", "model.dropout=0.1"))
      }
      reports.map(_.tokens) shouldBe Seq(3L * 8 * 2 * 48, 3L * 8 * 2 * 48)
      reports(1).unigramLoss shouldBe reports.head.unigramLoss
      weights(s"budget-$parts-1") shouldBe weights(s"budget-$parts-2")
    }
  }

  describe("a training that lowers its rate on a plateau") {
    // No loss falls to a tenth in a few steps, so the first scoring is the best one and every later one halves.
    val plateau = Seq("steps=8", "validation.every=2", "log.every=1", "checkpoint.every=4", "rate.warmup=0",
      "rate.schedule=plateau", "rate.plateau.patience=1", "rate.plateau.threshold=0.9", "rate.plateau.least=0.25")

    it("logs it, keeps what it has to remember in its checkpoints, and does the same on any number of workers") {
      for (workers <- Seq(1, 2)) TrainJob.run(spark, config(s"plateau-$workers", plateau :+ s"workers=$workers": _*))
      val rates = metrics("plateau-2").filter(_.path("split").asText == "train").map(_.path("lr").asDouble)
      rates shouldBe Seq(1, 1, 1, 1, 0.5, 0.5, 0.25, 0.25).map(_ * 1e-2)
      val states = Seq("step-000004", "step-000008").map { step =>
        new ObjectMapper().readTree(folder.resolve(s"plateau-2/checkpoints/$step/state.json").toFile).path("rate")
      }
      states.map(_.path("scale").asDouble) shouldBe Seq(0.5, 0.25)
      val first = metrics("plateau-2").find(_.path("split").asText == "validation").get
      states.map(_.path("best").asDouble) shouldBe Seq.fill(2)(first.path("loss").asDouble)
      weights("plateau-1") shouldBe weights("plateau-2")
    }
  }

  describe("a training that adds gradients up where it computes, as on a GPU") {
    val short = Seq("steps=8", "log.every=1", "validation.every=8")

    def losses(run: String): Seq[Double] = metrics(run).filter(_.path("split").asText == "train").map(_.path("loss").asDouble)

    def both(name: String, more: String*): Seq[String] = for (place <- Seq("heap", "device")) yield {
      val run = s"$name-$place"
      TrainJob.run(spark, config(run, short ++ more :+ s"gradient-sum=$place": _*))
      run
    }

    it("ends with the same weights after steps of one micro-batch") {
      // Whether a gradient is long is a matter of the last bit of its norm; here none is.
      val Seq(heap, device) = both("single", "workers=1", "batch.micro-batches=1", "optimizer.clip=1000000")
      weights(device) shouldBe weights(heap)
      losses(device) shouldBe losses(heap)
    }

    // Muon lifts what gradients hardly ask for, and so the rounding in it.
    val plain = "optimizer.matrices=adamw"

    for (workers <- Seq(1, 2)) it(s"has the same losses but for rounding on $workers workers, and tells the same of its heads") {
      val Seq(heap, device) = both(s"several-$workers", s"workers=$workers", plain)
      for ((one, other) <- losses(heap).zip(losses(device))) other shouldBe one +- 1e-5
      val Seq(here, there) = Seq(heap, device).map(metrics(_).filter(_.path("split").asText == "train").last)
      there.path("grad_norm").asDouble shouldBe here.path("grad_norm").asDouble +- 1e-4
      for ((one, other) <- here.path("layers").asScala.toSeq.zip(there.path("layers").asScala.toSeq); norm <- Seq("grad_norm_q", "grad_norm_k")) {
        other.path(norm).asDouble shouldBe one.path(norm).asDouble +- 1e-4
      }
    }

    it("has the same losses but for rounding in rounds") {
      val Seq(heap, device) = both("rounds", "parallel.mode=rounds", "parallel.rounds.steps=4", plain)
      for ((one, other) <- losses(heap).zip(losses(device))) other shouldBe one +- 1e-5
    }
  }

  describe("another kind of attention") {
    for (kind <- Seq("grid", "dot", "mean", "reference")) it(s"is one setting away: $kind") {
      val heads = s"model.heads.$kind=4"
      val report = TrainJob.run(spark, config(s"kind-$kind", s"attention=$kind", heads, "steps=30", "model.heads.dot=2"))
      report.validationLoss should be < report.unigramLoss
      val settings = Seq(s"model=${folder.resolve(s"kind-$kind")}", "prompt=the cat", "tokens=5")
      GenerateJob.run(GenerateJob.configure(settings: _*)) should startWith("the cat")
    }

    it("may change from layer to layer and share a layer's width") {
      val mixed = "attention=[[tau, tau, dot], [mean]]"
      val counts = Seq("model.heads.tau=6", "model.heads.dot=3", "model.heads.mean=2")
      TrainJob.run(spark, config("mixed", mixed +: counts :+ "steps=10": _*))
      val layers = metrics("mixed").filter(_.path("split").asText == "train").last.path("layers")
      val heads = layers.asScala.map(_.path("heads").asScala.toSeq).toSeq
      heads.map(_.map(_.path("kind").asText)) shouldBe Seq(Seq("tau", "tau", "tau", "tau", "dot"), Seq("mean", "mean"))
      heads.flatten.map(head => (head.has("lambda"), head.has("effective_keys"))) shouldBe
        Seq.fill(4)((true, true)) ++ Seq.fill(3)((false, true))
    }

    it("needs no memory where nothing compares lambda, and leaves none") {
      TrainJob.run(spark, config("bare", "attention=dot", "model.heads.dot=2", "memory=", "steps=2"))
      Files.exists(folder.resolve("bare/model/config.json")) shouldBe true
      Files.exists(folder.resolve("bare/model/memory")) shouldBe false
    }
  }

  describe("its model") {
    it("continues a prompt, the same way for the same seed") {
      two
      def text(more: String*) =
        GenerateJob.run(GenerateJob.configure(Seq(s"model=${folder.resolve("two")}", "prompt=the cat", "tokens=30") ++ more: _*))
      text() should startWith("the cat")
      text().length should be > "the cat".length
      text() shouldBe text()
    }

    it("continues a prompt several times, each as its seed alone would") {
      two
      def text(more: String*) =
        GenerateJob.run(GenerateJob.configure(Seq(s"model=${folder.resolve("two")}", "prompt=the cat", "tokens=30") ++ more: _*))
      val both = text("samples=2")
      both shouldBe s"--- 1 of 2, seed 42\n${text()}\n--- 2 of 2, seed 43\n${text("seed=43")}"
    }

    it("ends before a stop text") {
      two
      def text(more: String*) = GenerateJob.run(
        GenerateJob.configure(Seq(s"model=${folder.resolve("two")}", "prompt=the cat", "tokens=30", "temperature=0") ++ more: _*))
      val whole = text()
      val stop = whole.substring("the cat".length + 3, "the cat".length + 5)
      text(s"stop=[${com.typesafe.config.ConfigUtil.quoteString(stop)}]") shouldBe
        whole.take(whole.indexOf(stop, "the cat".length))
    }

    it("reads a prompt from a file, be it an emoji or longer than any context") {
      two
      val file = folder.resolve("prompt.txt")
      for (prompt <- Seq("\uD83E\uDD80", "", "the cat and the dog " * 500)) {
        Files.writeString(file, prompt)
        GenerateJob.run(GenerateJob.configure(s"model=${folder.resolve("two")}", s"prompt-file=$file", "tokens=3")) should
          startWith(prompt)
      }
    }

    it("is refused where there is none, with what to give instead") {
      val thrown = the[InvalidInput] thrownBy GenerateJob.run(GenerateJob.configure(s"model=$folder/nothing"))
      thrown.getMessage should include("holds no trained model")
    }
  }

  describe("a training on tokens of a Hugging Face file") {
    val original = folder.resolve("tokenizer.json")
    val settings = Seq("tokenizer=huggingface", s"tokenizer-file=${original.toUri}")
    lazy val report = {
      Files.copy(getClass.getResourceAsStream("tokenizer.json"), original)
      try TrainJob.run(spark, config("words", settings ++ Seq("model.context=8"): _*))
      finally Files.delete(original)
    }
    def sample(model: String) =
      GenerateJob.run(GenerateJob.configure(s"model=${folder.resolve(model)}", "prompt=The cat", "tokens=3", "temperature=0"))

    it("counts the bytes of the text, not of the tokens") {
      val documents = 30
      val first = report.workers.asScala.head
      val tokens = first.validationTokens
      // Sentences of six or seven tokens with a separator each, about twenty bytes long; few are cut off at the end.
      tokens should (be >= 7L * documents - 8 and be <= 8L * documents)
      first.validationBytes.toDouble / documents should (be > 17.0 and be < 24.0)
      report.validationLoss should be < report.unigramLoss * 0.8
    }

    it("leaves a model that reads and writes whole words, and no longer needs the file") {
      report
      Files.exists(original) shouldBe false
      sample("words") should fullyMatch regex "The cat( [a-z]+| [a-z]+s|s|\\.){1,3}"
      sample("words/checkpoints/step-000040") shouldBe sample("words")
    }

    it("names the tokenizer in the model and in the provenance") {
      report
      val mapper = new ObjectMapper()
      val recorded = mapper.readTree(folder.resolve("words/model/config.json").toFile).path("tokenizer")
      recorded.path("kind").asText shouldBe "huggingface"
      recorded.path("vocabulary").asInt shouldBe 25
      recorded.path("sha256").asText should have length 64
      mapper.readTree(folder.resolve("words/provenance.json").toFile).findValue("tokenizer") shouldBe recorded
    }

    it("leaves a model that is refused once its tokenizer is another") {
      report
      val kept = folder.resolve("words/model/tokenizer.json")
      val bytes = Files.readAllBytes(kept)
      Files.write(kept, new String(bytes, "UTF-8").replace("\"cat\"", "\"cow\"").getBytes("UTF-8"))
      val thrown = the[InvalidInput] thrownBy sample("words")
      Files.write(kept, bytes)
      thrown.getMessage should include("tokenizer.json' has SHA-256")
    }
  }

  describe("a training on GPT-2's tokens") {
    it("learns, and leaves a model that continues a prompt") {
      val report = TrainJob.run(spark, config("pairs", "tokenizer=gpt2", "model.context=8", "steps=5"))
      report.validationLoss should be < math.log(50257) - 0.5
      val text = GenerateJob.run(GenerateJob.configure(s"model=${folder.resolve("pairs")}", "prompt=the cat", "tokens=3"))
      text should startWith("the cat")
    }
  }

  describe("a training that is cancelled") {
    it("ends, and keeps its metrics and checkpoints, from which text can be generated") {
      val kept = folder.resolve("long.unfinished")
      val canceller = new Thread(() => {
        while (!Files.exists(kept.resolve("checkpoints/step-000010"))) Thread.sleep(20)
        spark.sparkContext.cancelAllJobs()
      })
      canceller.setDaemon(true)
      canceller.start()
      val thrown = the[TrainingFailed] thrownBy TrainJob.run(spark, config("long", "steps=2000", "checkpoint.keep=1000"))
      canceller.join()
      thrown.getMessage should include("cancelled")
      Files.exists(folder.resolve("long")) shouldBe false
      Files.size(kept.resolve("metrics.jsonl")) should be > 0L
      val settings = Seq(s"model=$kept/checkpoints/step-000010", "prompt=the cat", "tokens=5")
      GenerateJob.run(GenerateJob.configure(settings: _*)) should startWith("the cat")
    }
  }

  describe("a training that cannot be") {
    def refusal(run: String, more: String*): String = {
      val thrown = the[InvalidInput] thrownBy TrainJob.run(spark, config(s"refused-$run", more: _*))
      Files.exists(folder.resolve(s"refused-$run")) shouldBe false
      thrown.getMessage
    }

    it("names every broken setting at once") {
      val thrown = the[InvalidConfig] thrownBy TrainJob.configure("workers=3", "model.width=10", "steps=zero", "stepz=1")
      val keys = thrown.problems.asScala.map(_.key)
      keys should contain allOf ("workers", "model.width", "steps", "stepz", "data", "memory", "output")
    }

    it("asks for more slots than there are") {
      refusal("slots", "workers=4") should include("too few for workers = 4")
    }

    it("has no shard to learn from") {
      val empty = TrainingInputs.shards(folder.resolve("empty"), 0)
      refusal("empty", s"data=$empty") should include("no training shards")
    }

    it("has a memory with too few features") {
      refusal("features", "model.width=48") should include("24")
    }

    it("has shards with too little text") {
      refusal("text", "model.context=4000") should include("lower model.context")
    }

    it("has a damaged shard") {
      val damaged = Paths.get(java.net.URI.create(TrainingInputs.shards(folder.resolve("damaged"), 4)))
      val part = damaged.resolve("train/part-00002.jsonl.gz")
      val bytes = Files.readAllBytes(part)
      bytes(bytes.length / 2) = (bytes(bytes.length / 2) ^ 1).toByte
      Files.write(part, bytes)
      refusal("damage", s"data=$damaged") should include("train/part-00002.jsonl.gz")
    }

    it("would overwrite a run") {
      two
      val before = weights("two")
      val thrown = the[InvalidInput] thrownBy TrainJob.run(spark, config("two"))
      thrown.getMessage should include("overwrite=true")
      weights("two") shouldBe before
    }
  }
}
