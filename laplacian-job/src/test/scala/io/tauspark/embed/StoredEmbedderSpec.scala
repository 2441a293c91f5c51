package io.tauspark.embed

import java.nio.charset.StandardCharsets.UTF_8
import java.nio.file.{Files, Path, StandardOpenOption}

import io.tauspark.config.InvalidInput
import io.tauspark.laplacian.MemorySpec
import org.apache.hadoop.fs.{Path => HadoopPath}
import org.apache.spark.ml.linalg.Vector
import org.apache.spark.sql.DataFrame
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

class StoredEmbedderSpec extends AnyFunSpec with Matchers with MemorySpec {
  private val seen = documents(200)
  private val later = Seq("x" -> "a wing never seen beside an engine", "y" -> "quux", "z" -> "oven's bread")

  private def table(documents: Seq[(String, String)]): DataFrame =
    spark.createDataFrame(spark.sparkContext.parallelize(documents, 3)).toDF("id", "text")

  private def config(kind: EmbedConfig.Kind, dimension: Int, model: String = ""): EmbedConfig =
    new EmbedConfig(kind, dimension, 2, 5, 2, 1000, new DjlConfig(model, "auto", 4, Pooling.MEAN, true, 64, false),
      "embedding")

  private def embedder(config: EmbedConfig): Embedder = Embedder.of(config, table(seen), seen.size, 3)

  private def stored(embedder: Embedder): Path = {
    val place = directory.resolve("embedder")
    embedder.save(new HadoopPath(place.toUri), spark)
    place
  }

  private def load(place: Path): Embedder = StoredEmbedder.load(new HadoopPath(place.toUri), spark)

  private def vectors(embedder: Embedder, documents: Seq[(String, String)]): Map[String, Seq[Double]] =
    embedder.embed(table(documents)).collect().map(row => row.getString(0) -> row.getAs[Vector](1).toArray.toSeq).toMap

  private def refusal(of: => Any): String = (the[InvalidInput] thrownBy of).getMessage

  describe("stored word vectors") {
    it("give documents the same bits as those that were fitted, also documents that came later") {
      val fitted = embedder(config(EmbedConfig.Kind.WORDS, 16))
      val loaded = load(stored(fitted))
      vectors(loaded, seen ++ later) shouldBe vectors(fitted, seen ++ later)
      vectors(loaded, later)("x").exists(_ != 0) shouldBe true
      vectors(loaded, later)("y").distinct shouldBe Seq(0.0)
      loaded.provenance() shouldBe fitted.provenance()
      loaded.dimension() shouldBe 16
    }

    it("are the same files after the same fit") {
      val files = Seq(1, 2).map { _ =>
        val place = stored(embedder(config(EmbedConfig.Kind.WORDS, 16)))
        Seq("embedder.json", "words.txt", "vectors.safetensors").map(name => Files.readAllBytes(place.resolve(name)).toSeq)
      }
      files(0) shouldBe files(1)
      new String(files(0)(1).toArray, UTF_8).linesIterator.toSeq should contain inOrder ("anchor", "beak", "wing")
    }

    it("are refused when a file is damaged, cut off, missing or from another version") {
      val place = stored(embedder(config(EmbedConfig.Kind.WORDS, 16)))
      def changed(file: String)(change: Path => Any): String = {
        val path = place.resolve(file)
        val before = Files.readAllBytes(path)
        change(path)
        val message = refusal(load(place))
        Files.write(path, before)
        message
      }
      changed("words.txt")(Files.write(_, "quux\n".getBytes, StandardOpenOption.APPEND)) should
        (include("are damaged: their checksum is") and include("embedder.json says"))
      changed("vectors.safetensors")(path => Files.write(path, Files.readAllBytes(path).dropRight(1))) should
        include("are damaged")
      changed("vectors.safetensors")(Files.delete) should include("does not exist")
      changed("embedder.json")(Files.delete) should include("there is no embedder at")
      changed("embedder.json")(Files.write(_, "{".getBytes)) should include("cannot be read")
      changed("embedder.json")(Files.write(_, """{"format": 2}""".getBytes)) should
        include("has format 2, this version reads 1")
      changed("embedder.json")(Files.write(_, """{"format": 1}""".getBytes)) should
        include("Missing required key 'kind'")
      def edited(from: String, to: String) = changed("embedder.json")(path =>
        Files.write(path, new String(Files.readAllBytes(path), UTF_8).replace(from, to).getBytes))
      edited("\"words\"", "\"sounds\"") should include("of the unknown kind 'sounds'")
      edited(": 16", ": 17") should include("gives vectors of 16 numbers, its embedder.json says 17")
      load(place).dimension() shouldBe 16
    }
  }

  describe("a stored sentence transformer") {
    def place = directory.resolve("model")
    def model = TinyModels.torch(place, false)
    val texts = Seq("a" -> TinyModels.text(3, 1, 4), "b" -> "unheard of", "c" -> TinyModels.text(9))

    it("gives the same vectors again, and says what it was") {
      val first = embedder(config(EmbedConfig.Kind.DJL, 0, model.toString))
      first.dimension() shouldBe TinyModels.WIDTH
      val loaded = load(stored(first))
      vectors(loaded, texts) shouldBe vectors(first, texts)
      vectors(first, texts)("c") shouldBe TinyModels.vector(Pooling.MEAN, true, 9).toSeq
      loaded.provenance() shouldBe first.provenance()
      loaded.provenance().get("sha256") shouldBe FileChecksums.under(place)
      loaded.provenance().get("engine") shouldBe "PyTorch"
      loaded.provenance().get("model") shouldBe s"file:$place"
    }

    it("is refused when its model has changed, with both checksums, or is gone") {
      val kept = stored(embedder(config(EmbedConfig.Kind.DJL, 0, model.toString)))
      val before = FileChecksums.under(place)
      Files.write(place.resolve("tokenizer.json"), "\n".getBytes, StandardOpenOption.APPEND)
      refusal(load(kept)) should (include(before) and include(FileChecksums.under(place)) and include("restore its files"))
      Files.move(place, directory.resolve("elsewhere"))
      refusal(load(kept)) should include(s"model 'file:$place' is no directory")
    }

    it("is refused when it has another dimension than the settings say") {
      refusal(embedder(config(EmbedConfig.Kind.DJL, 384, model.toString))) should
        (include("embed.dimension is 384") and include("gives 4; set it to that, or to 0"))
      embedder(config(EmbedConfig.Kind.DJL, 4, model.toString)).dimension() shouldBe 4
    }

    it("is refused when it takes what no text has") {
      val images = TinyModels.onnx(directory.resolve("onnx"), "input_ids", "attention_mask", "position_ids")
      refusal(embedder(config(EmbedConfig.Kind.DJL, 0, images.toString))) should include("takes an input 'position_ids'")
    }
  }

  describe("the sentence transformer of a package") {
    val sentences = Seq("a" -> "A small bird sings in the tree.", "b" -> "On a branch sits a singing finch.",
      "c" -> "The engine needs a new valve.", "d" -> "They repaired the piston of the motor.")

    it("puts sentences of one meaning nearest to each other, with the same bits when a release opens it again") {
      val first = embedder(config(EmbedConfig.Kind.DJL, 0, "minilm"))
      first.dimension() shouldBe 384
      val found = vectors(first, sentences)
      def cosine(one: String, other: String): Double = found(one).zip(found(other)).map { case (x, y) => x * y }.sum
      for ((one, near, far) <- Seq(("a", "b", Seq("c", "d")), ("c", "d", Seq("a", "b"))); other <- far)
        cosine(one, near) should be > cosine(one, other) + 0.2
      val loaded = load(stored(first))
      vectors(loaded, sentences) shouldBe found
      loaded.provenance() shouldBe first.provenance()
      loaded.provenance().get("model") shouldBe "minilm"
    }
  }

  describe("vectors of a column") {
    it("have no embedder") {
      refusal(embedder(config(EmbedConfig.Kind.COLUMN, 0))) should include("takes the vectors from column 'embedding'")
    }
  }
}
