package io.tauspark.shard

import io.tauspark.laplacian.MemorySpec
import scala.util.Random

import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

class NearDuplicatesSpec extends AnyFunSpec with Matchers with MemorySpec {
  private val words = (1 to 400).map(i => s"word$i")

  private def text(random: Random, length: Int): Seq[String] = Seq.fill(length)(words(random.nextInt(words.size)))

  /** Originals, and of some of them copies in which a few words are others. */
  private val corpus: Seq[(String, String)] = {
    val random = new Random(5)
    (1 to 120).flatMap { i =>
      val original = text(random, 60 + random.nextInt(60))
      val copies = (1 to i % 4).map { copy =>
        (1 to random.nextInt(4)).foldLeft(original)((some, _) => some.updated(random.nextInt(some.size), "changed"))
      }
      (original +: copies).zipWithIndex.map { case (some, k) => f"doc-${random.nextInt(1000000)}%06d-$i-$k" -> some.mkString(" ") }
    }
  }

  private def removed(documents: Seq[(String, String)], threshold: Double, parts: Int = 2): Map[String, (String, Double)] = {
    val table = spark.createDataFrame(documents).toDF("id", "text").repartition(parts)
    val near = new NearDuplicates(table, threshold)
    try {
      val rows = near.removed().collect()
      rows should have length near.count
      rows.map(row => row.getString(0) -> ((row.getString(1), row.getDouble(2)))).toMap
    } finally near.close()
  }

  /** Every pair compared, the ids in order. */
  private def reference(documents: Seq[(String, String)], threshold: Double): Set[String] = {
    val sets = documents.map { case (id, text) => id -> text.split(" ").sliding(5).map(_.mkString(" ")).toSet }.sortBy(_._1)
    val kept = sets.foldLeft(List.empty[(String, Set[String])]) { case (kept, (id, set)) =>
      val near = kept.exists { case (_, other) => (set & other).size.toDouble / (set | other).size >= threshold }
      if (near) kept else (id -> set) :: kept
    }
    documents.map(_._1).toSet -- kept.map(_._1)
  }

  describe("documents that resemble one of a smaller id") {
    it("are those that a comparison of all pairs finds") {
      for (threshold <- Seq(0.5, 0.8)) {
        val found = removed(corpus, threshold)
        found.keySet shouldBe reference(corpus, threshold)
        found.size should be > 30
        found.foreach { case (id, (resembles, similarity)) =>
          found.keySet should not contain resembles
          resembles should be < id
          similarity should be >= threshold
        }
      }
    }

    it("are the same in any number of partitions and any order") {
      val expected = removed(corpus, 0.8, 1)
      for (parts <- Seq(2, 7)) removed(new Random(parts).shuffle(corpus), 0.8, parts) shouldBe expected
    }

    it("are removed for one that stays, along a chain of resemblances") {
      // Each text shares 36 of 56 + 20 shingles with the next, and less than that with the one after it.
      val all = (1 to 200).map(i => s"w$i")
      val chain = (0 to 5).map(i => s"doc-$i" -> all.slice(i * 20, i * 20 + 100).mkString(" "))
      removed(chain, 0.6).map { case (id, (other, _)) => id -> other } shouldBe
        Map("doc-1" -> "doc-0", "doc-3" -> "doc-2", "doc-5" -> "doc-4")
    }

    it("are only exact copies if the threshold is one") {
      removed(corpus :+ ("zzz" -> corpus.head._2.toUpperCase), 1).keySet should contain("zzz")
    }
  }

  describe("many copies of one boilerplate") {
    it("leave the one with the smallest id, at a cost that grows with their number only") {
      val boilerplate = text(new Random(1), 100)
      val copies = (1 to 3000).map(i => f"doc-$i%04d" -> (boilerplate :+ s"number$i").mkString(" "))
      val found = removed(copies, 0.8)
      found should have size 2999
      found.values.map(_._1).toSet shouldBe Set("doc-0001")
    }
  }

  describe("texts without words") {
    it("resemble nothing") {
      removed(Seq("a" -> "...", "b" -> "!!!", "c" -> "?"), 0.1) shouldBe empty
    }
  }
}
