package io.tauspark.laplacian

import java.nio.file.{Files, Path}

import scala.util.Random

import io.tauspark.config.InvalidInput
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

class UpdateSpec extends AnyFunSpec with Matchers with VectorInputs {
  private val corpus = vectors(240)

  private def update(input: Path, output: String, settings: String*): LaplacianReport =
    build(input, output, settings :+ "update=true": _*)

  private def refusal(action: => Any): String = (the[InvalidInput] thrownBy action).getMessage

  describe("documents added batch by batch") {
    it("give the Laplacian of a full rebuild, in any split and order") {
      build(parquet("all", corpus), "full")
      val whole = entries(memory("full").laplacian)
      for (seed <- 1 to 3) {
        val random = new Random(seed)
        val batches = random.shuffle(corpus).grouped(50 + random.nextInt(70)).toSeq
        for ((batch, k) <- batches.zipWithIndex) update(parquet(s"batch-$seed-$k", batch, 2), s"grown-$seed")
        val grown = memory(s"grown-$seed")
        for ((one, all) <- entries(grown.laplacian).zip(whole)) one shouldBe all +- 1e-10
      }
    }

    it("are counted once, also when the input repeats documents of earlier releases") {
      update(parquet("first", corpus.take(100)), "memory")
      val second = update(parquet("second", corpus.slice(50, 200)), "memory")
      (second.added, second.documents) shouldBe ((100L, 200L))
      second.memory.intake.duplicates shouldBe 50L
      build(parquet("both", corpus.take(200)), "full")
      entries(memory("memory").laplacian).zip(entries(memory("full").laplacian))
        .foreach { case (one, all) => one shouldBe all +- 1e-10 }
    }

    it("leave every document with an energy and a lambda under the common tau") {
      val first = update(parquet("first", corpus.take(100)), "memory")
      val second = update(parquet("second", corpus.drop(100)), "memory")
      val found = lambdas(second.release)
      found.keySet shouldBe corpus.map(_._1).toSet
      // Those that came before keep the energy that they had.
      for ((id, (energy, _)) <- lambdas(first.release)) found(id)._1 shouldBe energy
      for ((energy, lambda) <- found.values) lambda shouldBe energy / (energy + second.memory.documents.tau) +- 1e-12
      second.memory.documents.energies.count shouldBe 240L
      second.summary should include("240 (100 of them from")
    }
  }

  describe("an update with nothing new") {
    it("makes no release and says so") {
      val first = update(parquet("first", corpus), "memory")
      val second = update(parquet("again", corpus.take(30)), "memory")
      second.added shouldBe 0L
      second.release shouldBe first.release
      second.summary should include("stays")
      directory.resolve("memory/releases").toFile.list().length shouldBe 1
    }
  }

  describe("texts added to a memory of texts") {
    it("are embedded by the words that the release keeps") {
      val texts = documents(300)
      val first = LaplacianJob.run(spark, config(jsonl("first.jsonl", texts.take(200)), "memory"))
      val second = LaplacianJob.run(spark, config(jsonl("second.jsonl", texts.drop(150)), "memory", "update=true"))
      (second.added, second.documents) shouldBe ((100L, 300L))
      second.memory.embedding.provenance shouldBe first.memory.embedding.provenance
      // The same texts, all at once on the words of the first release.
      val third = LaplacianJob.run(spark, config(jsonl("first.jsonl", texts.take(200)), "other"))
      third.manifoldSha256 shouldBe first.manifoldSha256
      val fourth = LaplacianJob.run(spark, config(jsonl("rest.jsonl", texts.drop(200)), "other", "update=true"))
      fourth.manifoldSha256 shouldBe second.manifoldSha256
    }
  }

  describe("a release that nothing can be added to") {
    it("is named with the reason, and stays") {
      val first = build(parquet("first", corpus.take(100)), "memory")
      val more = parquet("more", corpus.drop(100))
      refusal(LaplacianJob.run(spark, config(jsonl("texts.jsonl", documents(50)), "memory", "update=true", "embed.dimension=0"))) should
        include("embeds by column, embed.kind is words")
      refusal(update(more, "memory", "embed.dimension=13")) should include("has 12 features, embed.dimension is 13")
      val moments = Path.of(java.net.URI.create(s"${first.release}/moments.safetensors").getPath)
      Files.write(moments, Files.readAllBytes(moments).dropRight(3))
      refusal(update(more, "memory")) should include("moments.safetensors")
      Files.delete(moments)
      refusal(update(more, "memory")) should include("keeps no moments.safetensors")
      directory.resolve("memory/releases").toFile.list().length shouldBe 1
    }
  }

  describe("settings that an update cannot have") {
    it("are refused before anything is read") {
      refusal(update(directory.resolve("nowhere"), "memory", "graph.mode=arrowspace")) should include("needs graph.mode = exact")
      refusal(update(directory.resolve("nowhere"), "memory", "tau.source=coordinates")) should include("needs tau.source = energies")
    }
  }
}
