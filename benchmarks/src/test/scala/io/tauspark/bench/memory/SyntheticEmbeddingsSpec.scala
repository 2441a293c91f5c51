package io.tauspark.bench.memory

import java.io.File
import java.nio.file.Files

import io.tauspark.config.InvalidInput
import io.tauspark.laplacian.MemorySpec
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

class SyntheticEmbeddingsSpec extends AnyFunSpec with Matchers with MemorySpec {
  private def embeddings(documents: Long, files: Int, seed: Long): Map[String, Seq[Float]] = {
    val output = Files.createTempDirectory(directory, "new").resolve("embeddings").toString
    SyntheticEmbeddings.run(spark, new SyntheticConfig(output, documents, 16, files, seed))
    new File(output).list().count(_.endsWith(".parquet")) shouldBe files
    spark.read.parquet(output).collect().map(row => row.getString(0) -> row.getSeq[Float](1)).toMap
  }

  describe("made-up embeddings") {
    it("are the same in any number of files, and for more documents go on where fewer end") {
      val few = embeddings(50, 1, 7)
      few should have size 50
      embeddings(50, 3, 7) shouldBe few
      embeddings(90, 2, 7).filter { case (id, _) => few.contains(id) } shouldBe few
      embeddings(50, 1, 8).values.toSet.intersect(few.values.toSet) shouldBe empty
    }

    it("take nothing's place") {
      val there = Files.writeString(directory.resolve("mine"), "mine")
      an[InvalidInput] should be thrownBy
        SyntheticEmbeddings.run(spark, new SyntheticConfig(there.toString, 5, 16, 1, 7))
      Files.readString(there) shouldBe "mine"
    }

    it("have length one, and features that vary together") {
      val rows = embeddings(2000, 2, 7).values.toSeq
      for (row <- rows) row.map(x => x.toDouble * x).sum shouldBe 1.0 +- 1e-5
      def cosine(i: Int, j: Int) = {
        def product(a: Int, b: Int) = rows.map(row => row(a).toDouble * row(b)).sum
        product(i, j) / math.sqrt(product(i, i) * product(j, j))
      }
      val cosines = for (i <- 0 until 16; j <- 0 until i) yield math.abs(cosine(i, j))
      // Independent features would stay below 4 / sqrt(2000).
      cosines.max should be > 0.25
    }
  }
}
