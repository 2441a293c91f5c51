package io.tauspark.embed

import scala.util.Random

import io.tauspark.config.InvalidInput
import io.tauspark.laplacian.MemorySpec
import org.apache.spark.ml.{Pipeline, PipelineModel, Transformer}
import org.apache.spark.ml.feature.SQLTransformer
import org.apache.spark.ml.linalg.Vector
import org.apache.spark.sql.{DataFrame, Row}
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

class TextEmbedderSpec extends AnyFunSpec with Matchers with MemorySpec {
  private val random = new Random(5)
  private val texts = (1 to 90).map(i => i.toLong -> Seq.fill(1 + random.nextInt(12))(1 + random.nextInt(40)))

  private def table(parts: Int): DataFrame = {
    val rows = texts.map { case (id, tokens) => (id, TinyModels.text(tokens: _*), s"kept $id") }
    spark.createDataFrame(spark.sparkContext.parallelize(rows, parts)).toDF("id", "text", "note")
  }

  private def stage(model: java.nio.file.Path): TextEmbedder =
    new TextEmbedder().setInputCol("text").setOutputCol("vector").setModelUrl(model.toString)

  private def engines: Map[String, () => java.nio.file.Path] = Map(
    "PyTorch" -> (() => TinyModels.torch(directory.resolve("torch"), false)),
    "OnnxRuntime" -> (() => TinyModels.onnx(directory.resolve("onnx"), "input_ids", "attention_mask")))

  private def check(found: DataFrame, pooling: Pooling, normalise: Boolean): Unit = {
    val rows = found.orderBy("id").collect()
    rows.map(_.getLong(0)) shouldBe texts.map(_._1)
    rows.map(_.getString(2)) shouldBe texts.map { case (id, _) => s"kept $id" }
    for ((row, (_, tokens)) <- rows.zip(texts)) {
      val expected = TinyModels.vector(pooling, normalise, tokens: _*)
      for ((a, b) <- vector(row).zip(expected)) a shouldBe b +- 1e-6
    }
  }

  private def vector(row: Row): Array[Double] = row.getAs[Vector]("vector").toArray

  for (engine <- Seq("PyTorch", "OnnxRuntime")) describe(s"a stage with a model for $engine") {
    for (parts <- Seq(1, 2, 7)) it(s"appends the model's vectors to the rows of $parts partitions") {
      check(stage(engines(engine)()).setBatchSize(4).transform(table(parts)), Pooling.MEAN, normalise = true)
    }

    it("pools and scales as it is told") {
      val cls = stage(engines(engine)()).setPooling("cls").setNormalise(false)
      check(cls.transform(table(2)), Pooling.CLS, normalise = false)
    }
  }

  describe("a pipeline with the stage") {
    it("is the same after it was saved and loaded") {
      val where = directory.resolve("pipeline").toString
      val embedder = stage(engines("PyTorch")()).setEngine("PyTorch").setPooling("max").setNormalise(false)
        .setBatchSize(3).setMaxLength(200)
      val last = new SQLTransformer().setStatement("SELECT id, text, note, vector FROM __THIS__")
      new Pipeline().setStages(Array[Transformer](embedder, last)).fit(table(1)).write.save(where)
      val loaded = PipelineModel.load(where)
      val read = loaded.stages(0).asInstanceOf[TextEmbedder]
      read.uid shouldBe embedder.uid
      read.extractParamMap().toSeq.map(_.toString).toSet shouldBe embedder.extractParamMap().toSeq.map(_.toString).toSet
      check(loaded.transform(table(2)), Pooling.MAX, normalise = false)
    }
  }

  describe("a stage that is copied with other parameters") {
    it("takes them and leaves the first as it was") {
      val first = stage(engines("PyTorch")())
      val second = first.copy(new org.apache.spark.ml.param.ParamMap().put(first.pooling, "none"))
      check(second.transform(table(1)), Pooling.NONE, normalise = true)
      check(first.transform(table(1)), Pooling.MEAN, normalise = true)
    }
  }

  describe("rows that do not fit") {
    def refusal(of: => Any): String = {
      val thrown = the[Exception] thrownBy of
      Iterator.iterate[Throwable](thrown)(_.getCause).takeWhile(_ != null).collectFirst {
        case refused: InvalidInput => refused.getMessage
      }.getOrElse(fail(thrown))
    }

    it("are refused before anything runs when there is no text column, or the vector's place is taken") {
      val embedder = stage(engines("PyTorch")())
      def refused(input: String, output: String): String =
        refusal(embedder.setInputCol(input).setOutputCol(output).transform(table(1)))
      refused("txt", "vector") should include("inputCol 'txt' is no column; there are [id, text, note]")
      refused("id", "vector") should include("inputCol 'id' holds bigint, and not texts (string); name another column")
      refused("text", "note") should include("outputCol 'note' exists")
    }

    it("are refused when a text is missing") {
      val holes = table(1).selectExpr("id", "CASE WHEN id = 7 THEN NULL ELSE text END AS text")
      refusal(stage(engines("PyTorch")()).transform(holes).collect()) should include("a row has no text: [7,null]")
    }
  }

  describe("a stage that wants other files than there are") {
    it("is refused by its tasks, with both checksums") {
      val model = engines("OnnxRuntime")()
      val wrong = stage(model).setModelSha256("ab" * 32)
      val thrown = the[Exception] thrownBy wrong.transform(table(1)).collect()
      thrown.toString should (include("ab" * 32) and include(FileChecksums.under(model)))
    }
  }
}
