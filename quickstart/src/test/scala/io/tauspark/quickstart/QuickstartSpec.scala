package io.tauspark.quickstart

import java.nio.file.{Files, Path}

import io.tauspark.quickstart.Terminal.Outcome
import org.scalatest.BeforeAndAfterAll
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

/** The README's first command, on a small domain and with few steps. */
class QuickstartSpec extends AnyFunSpec with Matchers with BeforeAndAfterAll {
  private var place: Path = _
  private var printed: Outcome = _

  override def beforeAll(): Unit = {
    place = Terminal.emptyDirectory()
    val settings = Seq(
      s"output=${place.resolve("tour")}",
      "domains=noun.shape,noun.feeling",
      "tokenizer.vocabulary=1024",
      "laplacian.terms.size=64",
      "train.steps=60",
      "train.rate.warmup=20",
      "train.validation.every=30",
      "generate.prompt=a round")
    printed = Terminal.run(s"${Terminal.repository}/bin/tauspark" +: "quickstart" +: settings.flatMap(Seq("--set", _)), place)
  }

  override def afterAll(): Unit = Terminal.delete(place)

  describe("a quickstart") {
    it("ends by itself and well") {
      withClue(printed.all) { printed.exit shouldBe 0 }
    }

    it("shows progress with loss and pace while it trains") {
      printed.err should include regex """train\s+60/60\s+loss \d+\.\d+\s+val \d+\.\d+\s+[\d.]+k? tokens/s"""
    }

    it("continues the prompt") {
      printed.out.linesIterator.exists(line => line.startsWith("a round") && line.length > "a round".length) shouldBe true
    }

    it("names what it wrote, and writes nothing else where it was called") {
      for (part <- Seq("corpus.jsonl", "shards", "vocabulary", "memory", "run")) {
        val path = place.resolve(s"tour/$part")
        printed.out should include(path.toString)
        withClue(part) { Files.exists(path) shouldBe true }
      }
      place.toFile.list shouldBe Array("tour")
    }

    it("ends with a validation loss below that of a unigram model") {
      val Loss = """validation loss (\S+) nats per token .*; a unigram model of the same corpus has (\S+) .*""".r
      printed.out.linesIterator.toSeq.last match {
        case Loss(model, unigram) => model.toDouble should be < unigram.toDouble
      }
    }

    it("trains on the vocabulary and the terms that it has learnt") {
      printed.out should include("vocabulary  1,024 ids")
      printed.out should include regex """terms\s+\d+ of 1,024 tokens known"""
      Terminal.text(place.resolve("tour/run/model/config.json")) should include("\"vocabulary\" : 1024")
    }
  }

  describe("settings of a quickstart") {
    it("may name another vocabulary, which is used then") {
      val settings = QuickstartJob.configure("train.tokenizer=bytes", "train.tokenizer-file=", "train.model.memory.use=features")
      settings.train.tokenizer.identity.kind shouldBe "bytes"
    }

    it("reach every job, and are refused all at once with nothing written") {
      val wrong = Seq("output=other", "domains=noun.dragon", "train.steps=0", "shard.shards=none", "generate.tokns=1")
      val refused = Terminal.run(
        s"${Terminal.repository}/bin/tauspark" +: "quickstart" +: wrong.flatMap(Seq("--set", _)),
        place)
      refused.exit shouldBe 2
      refused.err.linesIterator.map(_.takeWhile(_ != ':')).toSet shouldBe
        Set("domains", "train.steps", "shard.shards", "generate.tokns")
      Files.exists(place.resolve("other")) shouldBe false
    }
  }
}
