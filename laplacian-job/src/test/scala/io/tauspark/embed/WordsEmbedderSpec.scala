package io.tauspark.embed

import io.tauspark.config.InvalidInput
import io.tauspark.laplacian.MemorySpec
import org.apache.spark.ml.linalg.Vector
import org.apache.spark.sql.DataFrame
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

class WordsEmbedderSpec extends AnyFunSpec with Matchers with MemorySpec {
  private val corpus = documents(300)

  private def embed(minCount: Int = 2, sample: Int = 200000, iterations: Int = 2): EmbedConfig =
    new EmbedConfig(EmbedConfig.Kind.WORDS, 16, minCount, 5, iterations, sample,
      new DjlConfig("", "auto", 1, Pooling.MEAN, true, 1, false), "embedding")

  private def table(documents: Seq[(String, String)], parts: Int): DataFrame =
    spark.createDataFrame(spark.sparkContext.parallelize(documents, parts)).toDF("id", "text")

  private def vectors(documents: DataFrame, config: EmbedConfig, seed: Long = 1): Map[String, Seq[Double]] =
    WordsEmbedder.fit(documents, documents.count(), config, seed).embed(documents).collect()
      .map(row => row.getString(0) -> row.getAs[Vector](1).toArray.toSeq).toMap

  private def cosine(a: Seq[Double], b: Seq[Double]): Double = {
    def dot(x: Seq[Double], y: Seq[Double]) = x.zip(y).map { case (u, v) => u * v }.sum
    dot(a, b) / math.sqrt(dot(a, a) * dot(b, b))
  }

  describe("documents spread over any number of partitions, in any order") {
    for (parts <- Seq(2, 7)) it(s"get the same bits from $parts partitions as from one") {
      val one = vectors(table(corpus, 1), embed())
      vectors(table(corpus.reverse, parts), embed()) shouldBe one
    }

    it("give the same sample when only some of them are fitted on") {
      val one = vectors(table(corpus, 1), embed(sample = 60))
      vectors(table(corpus.reverse, 7), embed(sample = 60)) shouldBe one
      vectors(table(corpus, 1), embed(sample = 299)) should not be one
    }
  }

  describe("another seed") {
    it("gives other vectors") {
      vectors(table(corpus, 1), embed(), seed = 2) should not be vectors(table(corpus, 1), embed(), seed = 1)
    }
  }

  describe("words") {
    it("are letters and digits in lower case, whatever stands between them") {
      val found = vectors(table(corpus ++ Seq("a" -> "Wing, (FEATHER)!", "b" -> "wing feather"), 2), embed())
      found("a") shouldBe found("b")
    }

    it("pull documents of one topic together") {
      val found = vectors(table(corpus ++ Seq("x" -> "wing nest egg", "y" -> "beak song branch", "z" -> "piston fuel gear"), 2),
        embed(iterations = 20))
      cosine(found("x"), found("y")) should be > cosine(found("x"), found("z"))
    }
  }

  describe("a document without any known word") {
    it("gets a zero vector") {
      val found = vectors(table(corpus ++ Seq("odd" -> "zyzzyva quux", "mute" -> "?!"), 2), embed())
      found("odd").distinct shouldBe Seq(0.0)
      found("mute").distinct shouldBe Seq(0.0)
    }
  }

  describe("a corpus of rare words only") {
    it("is refused with the setting to change") {
      val thrown = the[InvalidInput] thrownBy vectors(table(corpus.take(3), 1), embed(minCount = 1000))
      thrown.getMessage should include("embed.min-count=1000")
    }
  }
}
