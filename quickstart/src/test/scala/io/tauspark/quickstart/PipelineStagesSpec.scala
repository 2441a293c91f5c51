package io.tauspark.quickstart

import java.lang.reflect.Modifier
import java.nio.file.{FileSystems, Files, Path}

import scala.collection.JavaConverters._

import io.tauspark.config.InvalidInput
import io.tauspark.embed.TextEmbedder
import io.tauspark.inference.{CompleteJob, PerplexityJob}
import io.tauspark.laplacian.LaplacianJob
import io.tauspark.laplacian.pipeline.{DomainMemoryEstimator, DomainMemoryModel}
import io.tauspark.score.ScoreJob
import io.tauspark.shard.ShardJob
import io.tauspark.stage.{JobModel, StageMemory}
import io.tauspark.store.{Json, TorchArchive}
import io.tauspark.testing.SparkSpec
import io.tauspark.train.TrainJob
import io.tauspark.train.pipeline.{TauGptEstimator, TauGptModel}
import org.apache.hadoop.fs.FileUtil
import org.apache.spark.ml.{Pipeline, PipelineModel, PipelineStage}
import org.apache.spark.ml.functions.array_to_vector
import org.apache.spark.ml.linalg.Vector
import org.apache.spark.sql.{DataFrame, Row}
import org.apache.spark.sql.functions.{array, lit}
import org.scalatest.BeforeAndAfterAll
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

/** The stages of Spark ML pipelines, beside each other and beside the jobs that they call. */
class PipelineStagesSpec extends AnyFunSpec with Matchers with SparkSpec with BeforeAndAfterAll {
  private val width = 12
  private val folder = Files.createTempDirectory("pipeline-stages")
  private lazy val corpus = Corpus.write(folder.resolve("corpus.jsonl"))
  private lazy val documents = spark.read.schema("id string, text string").json(corpus.toString)
  /** What models are asked about; it takes longer than learning does. */
  private def some(table: DataFrame): DataFrame = table.where("id LIKE '%1'")
  private lazy val asked = some(documents)
  private val memorySettings = Seq("graph.topk=4", "embed.min-count=2", "embed.iterations=1")
  private val trainSettings = Seq("tokenizer=bytes", "steps=3", "workers=1", "model.layers=1", "model.heads.tau=4", s"model.width=$width",
    "model.context=24", "batch.windows=2", "batch.micro-batches=1", "samples.tokens=0")

  override def afterAll(): Unit = {
    FileUtil.fullyDelete(folder.toFile)
    ()
  }

  /** A sentence transformer whose tokens are the words of the corpus. */
  private lazy val transformer: Path = {
    val words = documents.collect.flatMap(_.getAs[String]("text").split(" ")).distinct.sorted.zipWithIndex
    val source = s"""class Tiny(Module):
      |  __parameters__ = []
      |  __buffers__ = []
      |  training : bool
      |  def forward(self: __torch__.Tiny, ids: Tensor, mask: Tensor) -> Tensor:
      |    return torch.sin((ids.unsqueeze(-1) + 1) * (torch.arange($width) + 1) * 1.7)
      |""".stripMargin
    val vocabulary = (("[UNK]", 0) +: words.map { case (word, i) => (word, i + 1) }).toMap.mapValues(Int.box).map(identity).asJava
    val model = java.util.Map.of("type", "WordLevel", "vocab", vocabulary, "unk_token", "[UNK]")
    val tokenizer = java.util.Map.of("version", "1.0", "added_tokens", java.util.List.of(), "pre_tokenizer",
      java.util.Map.of("type", "WhitespaceSplit"), "model", model)
    val directory = Files.createDirectory(folder.resolve("transformer"))
    Files.write(directory.resolve("model.pt"), TorchArchive.of("Tiny", source))
    Files.writeString(directory.resolve("tokenizer.json"), Json.pretty(tokenizer))
    directory
  }

  private def embedder = new TextEmbedder().setModelUrl(transformer.toString).setBatchSize(8)
  /** By its former name, in a way that does not warn of it. */
  private def formerEmbedder =
    Class.forName("io.tauspark.embed.DjlTextEmbedder").getConstructor().newInstance().asInstanceOf[TextEmbedder]
  private def memory = new DomainMemoryEstimator().setIdCol("id").setSettings(s"embed.dimension=$width" +: memorySettings: _*)
  private def trained = new TauGptEstimator().setIdCol("id").setShards(2).setValidationFraction(0.2)
    .setSettings(trainSettings: _*).setGeneration("tokens=5")

  private def rows(table: DataFrame): Seq[Row] = table.orderBy("id").collect.toSeq

  private def params(stage: PipelineStage): Seq[String] = stage.extractParamMap.toSeq.map { pair =>
    val value = pair.value match {
      case many: Array[_] => many.mkString(", ")
      case one => one.toString
    }
    s"${pair.param} = $value"
  }.sorted

  private def refusal(of: => Any): String = {
    val thrown = the[Exception] thrownBy of
    Iterator.iterate[Throwable](thrown)(_.getCause).takeWhile(_ != null).collectFirst {
      case refused: InvalidInput => refused.getMessage
    }.getOrElse(fail(thrown))
  }

  describe("a pipeline of all stages, one after the other") {
    lazy val work = folder.resolve("work")
    lazy val pipeline = new Pipeline().setStages(Array(
      embedder,
      memory.setInputCol("vector").setSettings(memorySettings: _*).setWorkDir(work.resolve("of-vectors").toString),
      trained.setWorkDir(work.resolve("training").toString)))
    lazy val model = pipeline.fit(documents)
    lazy val found = rows(model.transform(asked))

    it("appends vectors, energy and lambda, completions, log-probability and bits per byte") {
      model.transform(documents).columns shouldBe
        Array("id", "text", "vector", "energy", "lambda", "completion", "log_probability", "bits_per_byte")
      found should have size 21
      for (row <- found) {
        row.getAs[Vector]("vector").size shouldBe width
        row.getAs[Double]("lambda") should (be > 0.0 and be < 1.0)
        row.getAs[Double]("bits_per_byte") shouldBe
          -row.getAs[Double]("log_probability") / math.log(2) / row.getAs[String]("text").length +- 1e-12
      }
    }

    it("tells in its schema what it will append, and which memory lambda is of") {
      model.transformSchema(documents.schema).map(f => f.name -> f.dataType) shouldBe
        model.transform(documents).schema.map(f => f.name -> f.dataType)
      val release = model.stages(1).asInstanceOf[DomainMemoryModel].directory
      for (schema <- Seq(model.transformSchema(documents.schema), model.transform(documents).schema)) {
        StageMemory.of(schema).get shouldBe release
      }
    }

    it("leaves in its work directory what the jobs made, and nothing else") {
      found
      work.resolve("of-vectors").toFile.list shouldBe Array("memory")
      work.resolve("training").toFile.list shouldBe Array("run")
    }

    it("is the same, bit for bit, saved, loaded, and without what fit left") {
      found
      val saved = folder.resolve("all").toString
      model.write.save(saved)
      FileUtil.fullyDelete(work.toFile)
      val loaded = PipelineModel.load(saved)
      rows(loaded.transform(asked)) shouldBe found
      // Over itself, whose files it reads meanwhile.
      val own = loaded.stages(2).asInstanceOf[TauGptModel]
      val place = Path.of(own.directory.stripPrefix("file:")).getParent
      an[java.io.IOException] should be thrownBy own.write.save(place.toString)
      own.write.overwrite().save(place.toString)
      rows(PipelineModel.load(saved).transform(asked)) shouldBe found
      place.getParent.toFile.list.filter(_.startsWith(".")) shouldBe empty
    }
  }

  describe("every public stage") {
    it("is the same after a round trip: its parameters, what it fits, and what that makes of rows") {
      val texts = documents.select("id", "text")
      val lambdas = memory.fit(texts).transform(texts)
      val covered = Seq[(PipelineStage, DataFrame)](
        embedder -> texts,
        formerEmbedder.setModelUrl(transformer.toString).setPooling("max") -> texts,
        memory.setEnergyCol("e").setLambdaCol("l").setSeed(7) -> texts,
        trained.setCompletionCol("").setBitsPerByteCol("b").setSeed(7) -> lambdas)
        .zipWithIndex.flatMap { case ((stage, table), i) =>
          val place = folder.resolve(s"stage-$i")
          def back(pipeline: Pipeline): Pipeline = {
            pipeline.write.save(s"$place-unfitted")
            Pipeline.load(s"$place-unfitted")
          }
          val first = new Pipeline().setStages(Array(stage))
          val second = back(first)
          second.getStages.map(params).toSeq shouldBe first.getStages.map(params).toSeq
          val fitted = first.fit(table)
          val expected = rows(fitted.transform(some(table)))
          rows(second.fit(table).transform(some(table))) shouldBe expected
          fitted.write.save(s"$place-fitted")
          val loaded = PipelineModel.load(s"$place-fitted")
          loaded.stages.map(params).toSeq shouldBe fitted.stages.map(params).toSeq
          rows(loaded.transform(some(table))) shouldBe expected
          rows(loaded.copy(org.apache.spark.ml.param.ParamMap.empty).transform(some(table))) shouldBe expected
          Seq(stage, fitted.stages(0)).map(_.getClass.getName)
        }
      covered.toSet shouldBe stages
    }

    it("has a sentence on each parameter, a setter and a getter for it, and can be made without a name") {
      for (name <- stages) {
        val kind = Class.forName(name)
        val stage = kind.getConstructor().newInstance().asInstanceOf[PipelineStage]
        val methods = kind.getMethods.map(_.getName)
        for (param <- stage.params) withClue(s"$name.${param.name}: ") {
          param.doc.length should be > 15
          methods should (contain(s"set${param.name.capitalize}") and contain(s"get${param.name.capitalize}"))
        }
      }
    }
  }

  /** Names of the public classes of this project that are stages. */
  private lazy val stages: Set[String] = {
    val places = Seq(classOf[JobModel[_]], classOf[TextEmbedder], classOf[TauGptModel])
      .map(_.getProtectionDomain.getCodeSource.getLocation.toURI).distinct
    val files = places.map(Path.of(_)).flatMap { place =>
      if (Files.isDirectory(place)) classFiles(place) else {
        val jar = FileSystems.newFileSystem(place)
        try classFiles(jar.getPath("/")) finally jar.close()
      }
    }
    files.map(name => Class.forName(name.stripSuffix(".class").replace('/', '.'), false, getClass.getClassLoader))
      .filter(kind => classOf[PipelineStage].isAssignableFrom(kind))
      .filter(kind => Modifier.isPublic(kind.getModifiers) && !Modifier.isAbstract(kind.getModifiers))
      .map(_.getName).toSet
  }

  private def classFiles(root: Path): Seq[String] = {
    val walk = Files.walk(root.resolve("io/tauspark"))
    try walk.iterator.asScala.map(root.relativize(_).toString).filter(_.matches("[^-$]*\\.class")).toList
    finally walk.close()
  }

  describe("a stage and the job that it calls") {
    it("agree on energy and lambda") {
      val work = folder.resolve("memory-by-stage")
      val model = memory.setWorkDir(work.toString).fit(documents)
      LaplacianJob.run(spark, LaplacianJob.configure(
        Seq(s"input=$corpus", s"output=$folder/memory-by-job", s"embed.dimension=$width") ++ memorySettings: _*))
      ScoreJob.run(spark, ScoreJob.configure(s"memory=$folder/memory-by-job", s"input=$corpus", s"output=$folder/scores"))
      rows(model.transform(documents).select("id", "energy", "lambda")) shouldBe rows(spark.read.parquet(s"$folder/scores"))
    }

    it("agree on the model, and on what it makes of texts") {
      val release = memory.setWorkDir(folder.resolve("memory-of-both").toString).fit(documents).directory
      val model = trained.setMemory(release).fit(documents)
      ShardJob.run(spark, ShardJob.configure(
        s"input=$corpus", s"output=$folder/shards", "shards=2", "validation.fraction=0.2", "validation.parts=1"))
      TrainJob.run(spark, TrainJob.configure(
        Seq(s"data=$folder/shards", s"memory=$release", s"output=$folder/run") ++ trainSettings: _*))
      val weights = Seq(Path.of(model.directory.stripPrefix("file:")), folder.resolve("run/model"))
        .map(place => Files.readAllBytes(place.resolve("model.safetensors")).toSeq)
      weights(0) shouldBe weights(1)

      val settings = CompleteJob.configure("model=m", "input=i", "output=o", "tokens=5")
      val run = s"$folder/run"
      val found = model.transform(asked)
      rows(found.select("id", "completion")) shouldBe
        rows(CompleteJob.of(asked, run, settings.limits, settings.sampling).select("id", "completion"))
      rows(found.select("id", "log_probability", "bits_per_byte")) shouldBe
        rows(PerplexityJob.of(asked, run).select("id", "log_probability", "bits_per_byte"))
    }
  }

  describe("rows and settings that do not fit") {
    it("are refused by every stage before anything runs") {
      refusal(embedder.transformSchema(documents.select("id").schema)) shouldBe "inputCol 'text' is no column; there are [id]"
      refusal(new TextEmbedder().transformSchema(documents.schema)) should startWith("modelUrl is not set")
      val numbers = documents.selectExpr("id", "1.5 AS text", "3 AS energy", "'x' AS completion")
      refusal(memory.fit(numbers)) shouldBe
        "inputCol 'text' holds decimal(2,1), and not texts (string) or vectors (vector); name another column"
      refusal(trained.fit(numbers)) shouldBe "inputCol 'text' holds decimal(2,1), and not texts (string); name another column"
      refusal(memory.setInputCol("id").fit(numbers)) shouldBe "energyCol 'energy' exists; choose another"
      refusal(trained.setInputCol("id").fit(numbers)) shouldBe "completionCol 'completion' exists; choose another"
      refusal(memory.setInputCol("id").setIdCol("text").setEnergyCol("e").fit(numbers)) shouldBe
        "idCol 'text' holds decimal(2,1), and not ids (string or a whole number); name another column"
    }

    it("leave nothing behind") {
      val work = folder.resolve("refused")
      refusal(memory.setWorkDir(work.toString).setSettings("embed.kind=nothing").fit(documents)) should include("embed.kind")
      refusal(memory.setWorkDir(work.toString).setSettings("output=x").fit(documents)) shouldBe
        "settings has 'output=x', which the stage sets itself from its columns and parameters; leave it out"
      refusal(memory.setWorkDir(work.toString).setSettings("tau.source=coordinates").fit(documents)) should include("tau.source")
      refusal(trained.setWorkDir(work.toString).fit(documents)) should include("works on a domain memory")
      refusal(trained.setWorkDir(work.toString).setGeneration("tokens=0").fit(documents)) should include("tokens")
      Files.exists(work) shouldBe false
    }

    it("are named by the task that meets a row without a text, or with a vector that is none of the memory's") {
      val holes = documents.selectExpr("id", "CASE WHEN id = 'sentence-7' THEN NULL ELSE text END AS text")
      val model = memory.fit(documents)
      refusal(model.transform(holes).collect()) should include("a row has nothing in column 'text'")
      val short = documents.withColumn("vector", array_to_vector(array(lit(1.0))))
      refusal(model.setInputCol("vector").transform(short).collect()) should include(
        s"a row has a vector of 1 numbers; the memory takes finite ones of $width")
    }
  }

  describe("a model that has lost its files") {
    it("says so when it is loaded, and a model without any when it is used") {
      val place = folder.resolve("lost")
      memory.fit(documents).write.save(place.toString)
      FileUtil.fullyDelete(place.resolve("files").toFile)
      refusal(DomainMemoryModel.load(place.toString)) should include("has no directory files; save it again")
      refusal(new TauGptModel().directory) shouldBe "TauGptModel has no files; it comes from fit or load"
    }
  }
}
