package io.tauspark.termgraph

import java.util.Optional

import scala.collection.JavaConverters._
import scala.util.Random

import io.tauspark.config.InvalidInput
import io.tauspark.memory.{Laplacian, Spectrum}
import io.tauspark.terms.TermTable
import io.tauspark.testing.SparkSpec
import io.tauspark.tokens.TokenizerSource
import org.apache.spark.api.java.{JavaRDD, JavaSparkContext}
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

class DomainTermsSpec extends AnyFunSpec with Matchers with SparkSpec {
  private val gpt2 = TokenizerSource.gpt2()

  private lazy val context = JavaSparkContext.fromSparkContext(spark.sparkContext)

  private val words = "wing feather beak nest egg song hull mast sail anchor harbour wave flour oven bread salt butter knife".split(" ")

  /** Sentences of a few words each, of which neighbours in the list stand together more often. */
  private val texts = {
    val random = new Random(5)
    "" +: Seq.fill(400) {
      val topic = random.nextInt(3) * 6
      Seq.fill(9)(words(topic + random.nextInt(6))).mkString("the ", " ", " of a " + words(random.nextInt(words.length)))
    }
  }

  private def rdd(texts: Seq[String], partitions: Int): JavaRDD[String] = context.parallelize(texts.asJava, partitions)

  private def config(contexts: Int) = new TermsConfig(gpt2, 6, 5, 3, 2, 12, 3, contexts)

  private def terms[T](texts: JavaRDD[String], contexts: Int = 4096)(use: DomainTerms => T): T = {
    val made = DomainTerms.of(texts, config(contexts), Optional.empty(), (_: String) => ())
    try use(made) finally made.close()
  }

  private def bits(table: TermTable): Seq[Any] = Seq(table.tokenizer, table.counts.toSeq, table.substitution.toSeq, table.topical.toSeq,
    table.eigenvalues.toSeq, table.eigenvectors.toSeq, table.lambda.toSeq)

  private def all(counts: Cooccurrence): Map[(Int, Int), (Long, Long)] =
    counts.pairs.collect.asScala.flatMap { block =>
      block.pairs.indices.map { k =>
        (PairTable.first(block.pairs()(k)), PairTable.second(block.pairs()(k))) -> ((block.near()(k), block.around()(k)))
      }
    }.filter(_._1._2 != PairCounting.ALONE).toMap

  /** A matrix row by row, as dense as it comes. */
  private def dense(matrix: SparseMatrix): Array[Array[Double]] = {
    val identity = ThinMatrix.zeros(matrix.columns, matrix.columns)
    for (k <- 0 until matrix.columns) identity.values()(k * matrix.columns + k) = 1
    matrix.times(identity).values.grouped(matrix.columns).toArray
  }

  describe("counts") {
    it("are those of three loops over the documents") {
      val counts = Cooccurrence.of(rdd(texts, 3), gpt2, new Windows(2, 12), Optional.empty())
      val tokenizer = gpt2.open()
      try {
        val documents = texts.map(tokenizer.encode)
        val single = new Array[Long](tokenizer.vocabulary)
        documents.flatten.foreach(token => single(token) += 1)
        counts.counts shouldBe single
        val expected = (for (tokens <- documents; i <- tokens.indices; k <- 1 to 12; if i + k < tokens.length)
          yield (tokens(i), tokens(i + k)) -> ((if (k <= 2) 1L else 0L, 27720L / k)))
          .groupBy(_._1).mapValues(found => (found.map(_._2._1).sum, found.map(_._2._2).sum)).toMap
        all(counts) shouldBe expected
      } finally {
        tokenizer.close()
        counts.close()
      }
    }
  }

  describe("matrices of contexts") {
    it("hold the positive information of each pair, and come with their transposed ones") {
      val counts = Cooccurrence.of(rdd(texts, 2), gpt2, new Windows(2, 12), Optional.empty())
      val known = new KnownTerms(counts.counts, 3)
      val matrices = ContextMatrices.of(counts, known, 4096)
      try {
        val pairs = all(counts).collect {
          case ((one, other), found) if known.term(one) >= 0 && known.term(other) >= 0 => (known.term(one), known.term(other)) -> found
        }
        val n = known.size
        val after = Array.tabulate(n, n)((i, j) => pairs.get((i, j)).map(_._1.toDouble).getOrElse(0.0))
        val around = Array.tabulate(n, n)((i, j) =>
          pairs.get((i, j)).map(_._2.toDouble).getOrElse(0.0) + pairs.get((j, i)).map(_._2.toDouble).getOrElse(0.0))
        def information(m: Array[Array[Double]]) = {
          val columns = m.transpose.map(column => math.pow(column.sum, 0.75))
          m.map(row => row.zip(columns).map { case (x, c) => if (x == 0) 0.0 else math.max(0, math.log(x / row.sum / (c / columns.sum))) })
        }
        val placed = information(after.transpose).zip(information(after)).map { case (before, behind) => before ++ behind }
        def same(found: Array[Array[Double]], expected: Array[Array[Double]]): Unit = {
          found.length shouldBe expected.length
          for ((row, wanted) <- found.zip(expected); (one, other) <- row.zip(wanted)) one shouldBe other +- 1e-5
        }
        same(dense(matrices.placed), placed)
        same(dense(matrices.placing), placed.transpose)
        same(dense(matrices.about), information(around))
        same(dense(matrices.aboutOf), information(around).transpose)
      } finally {
        matrices.close()
        counts.close()
      }
    }

    it("keep the contexts of the largest counts, and forget the same ones in their transposed ones") {
      val counts = Cooccurrence.of(rdd(texts, 2), gpt2, new Windows(2, 12), Optional.empty())
      val known = new KnownTerms(counts.counts, 3)
      val matrices = ContextMatrices.of(counts, known, 5)
      try {
        val about = dense(matrices.about)
        about.map(_.count(_ > 0)).max should (be <= 5 and be >= 1)
        dense(matrices.aboutOf) shouldBe about.transpose
        dense(matrices.placing) shouldBe dense(matrices.placed).transpose
      } finally {
        matrices.close()
        counts.close()
      }
    }
  }

  describe("factors") {
    it("are those of a dense decomposition") {
      val counts = Cooccurrence.of(rdd(texts, 2), gpt2, new Windows(2, 12), Optional.empty())
      val matrices = ContextMatrices.of(counts, new KnownTerms(counts.counts, 3), 4096)
      try {
        val matrix = dense(matrices.about)
        val n = matrix.length
        val squares = for (i <- 0 until n; j <- 0 until n) yield (i, j, (0 until n).map(k => matrix(i)(k) * matrix(j)(k)).sum)
        val expected = Spectrum.of(Laplacian.of(n, squares.map(_._1).toArray, squares.map(_._2).toArray, squares.map(_._3).toArray))
        val factors = Factors.of(matrices.about, matrices.aboutOf, 6)
        for (k <- 0 until 6) {
          factors.singular()(k) shouldBe math.sqrt(expected.value(n - 1 - k)) +- 1e-6
          val vector = (0 until n).map(row => factors.vectors.values()(row * 6 + k))
          vector.map(x => x * x).sum shouldBe factors.singular()(k) +- 1e-6
          val along = vector.zip(expected.vector(n - 1 - k)).map { case (a, b) => a * b }.sum
          math.abs(along) shouldBe math.sqrt(factors.singular()(k)) +- 1e-4
          vector.maxBy(x => math.abs(x)) should be > 0.0
        }
        // More are asked for than there are.
        val more = Factors.of(matrices.about, matrices.aboutOf, n + 4)
        more.singular.drop(n) shouldBe Array.fill(4)(0.0)
      } finally {
        matrices.close()
        counts.close()
      }
    }
  }

  describe("the terms of documents") {
    it("have the same bits in any number of partitions and any order") {
      val expected = terms(rdd(texts, 1))(made => bits(made.table))
      for ((partitions, seed) <- Seq(3 -> 1, 7 -> 2))
        terms(rdd(new Random(seed).shuffle(texts), partitions))(made => bits(made.table)) shouldBe expected
      terms(rdd(texts, 2), contexts = 6)(made => bits(made.table)) shouldBe
        terms(rdd(texts.reverse, 5), contexts = 6)(made => bits(made.table))
    }

    it("put words of one topic beside each other, and know nothing of rare ones") {
      terms(rdd(texts :+ "zebra", 2)) { made =>
        val table = made.table
        val tokenizer = gpt2.open()
        try {
          def vector(word: String) = {
            val token = tokenizer.encode(" " + word).head
            table.topical.slice(token * 6, token * 6 + 6).map(_.toDouble)
          }
          def cosine(a: Array[Double], b: Array[Double]) =
            a.zip(b).map { case (x, y) => x * y }.sum / math.sqrt(a.map(x => x * x).sum * b.map(x => x * x).sum)
          cosine(vector("sail"), vector("anchor")) should be > cosine(vector("sail"), vector("bread")) + 0.3
          table.lambda.count(_ > 0) shouldBe made.provenance.get("known")
          val rare = tokenizer.encode("zebra").head
          table.counts()(rare) shouldBe 1L
          table.topical.slice(rare * 6, rare * 6 + 6).toSet shouldBe Set(0f)
        } finally tokenizer.close()
      }
    }
  }

  describe("too few words") {
    it("are refused with the number that is needed") {
      (the[InvalidInput] thrownBy terms(rdd(Seq("a small text", "a small text", "a small text"), 1))(identity)).getMessage should
        (include("3 tokens occur terms.min-count=3 times, a term graph needs 7") and include("terms.tokenizer = none"))
      (the[InvalidInput] thrownBy terms(rdd(Seq("", ""), 1))(identity)).getMessage should include("0 tokens")
    }
  }
}
