package io.tauspark.compare

import java.nio.file.Files

import scala.collection.JavaConverters._

import com.fasterxml.jackson.databind.JsonNode
import io.tauspark.config.InvalidInput
import io.tauspark.job.Shortfall
import io.tauspark.train.{FinishedRun, TrainJob}

class SweepSpec extends TrialsSpec {
  private val small = Seq("tokenizer=bytes", "steps=20", "model.layers=1", "model.heads.tau=4", "model.heads.dot=4",
    "model.width=24", "model.context=48", "batch.windows=4", "batch.micro-batches=2", "rate.warmup=2", "rate.peak=1e-2",
    "validation.every=10", "checkpoint.every=5")

  private def sweep(output: String, more: String*): SweepReport =
    SweepJob.run(spark, SweepJob.configure(settings(output, small, more): _*))

  private def states(report: SweepReport): Map[String, String] =
    report.outcomes.asScala.map(outcome => outcome.trial.name -> outcome.state.name.toLowerCase).toMap

  describe("a sweep over a grid") {
    lazy val first = sweep("grid", "grid.rate.peak=[1e-2, 1e-3]", "grid.attention=[tau, dot]")

    it("trains every combination, two at a time, each as a run of its own") {
      states(first).values.toSet shouldBe Set("finished")
      first.outcomes should have size 4
      runs("grid") should have size 4
      for (run <- runs("grid")) {
        Files.exists(run.resolve("model/model.safetensors")) shouldBe true
        Files.exists(run.resolve("metrics.jsonl")) shouldBe true
      }
    }

    it("ends each with the same weights as a training by itself") {
      val outcome = first.outcomes.asScala.head
      TrainJob.run(spark, outcome.trial.train.withOutput(folder.resolve("alone").toString))
      val alone = Files.readAllBytes(folder.resolve("alone/model/model.safetensors"))
      Files.readAllBytes(folder.resolve("grid").resolve(outcome.run).resolve("model/model.safetensors")) shouldBe alone
    }

    it("leaves one table, sorted, and a page with a plot of every setting") {
      val bits = first.points.asScala.map(_.bitsPerByte.mean)
      bits shouldBe bits.sorted
      json("grid/sweep.json").path("trials").size shouldBe 4
      json("grid/sweep.json").path("trials").get(0).path("result").path("perplexity").asDouble should be > 1.0
      val page = Files.readString(folder.resolve("grid/sweep.html"))
      page should (include("Bits per byte by rate.peak") and include("Bits per byte by attention"))
    }

    it("runs nothing again, also when the grid has changed; only what is new is trained") {
      first
      val modified = runs("grid").map(run => Files.getLastModifiedTime(run.resolve("provenance.json")))
      val second = sweep("grid", "grid.rate.peak=[1e-3, 1e-2]", "grid.attention=[dot]", "grid.validation.every=[10]",
        "list=[{attention = tau, rate.peak = 5e-3}]")
      states(second).values.toSeq.sorted shouldBe Seq("finished", "reused", "reused")
      runs("grid") should have size 5
      modified.toSet.subsetOf(runs("grid").map(run => Files.getLastModifiedTime(run.resolve("provenance.json"))).toSet) shouldBe true
    }
  }

  describe("trials that are the same training") {
    it("are trained once, and say so") {
      val report = sweep("same", "list=[{attention = tau}, {attention = tau, workers = 2}, {model.lambda.cells = 64}]", "parallel=1")
      report.outcomes should have size 1
      report.outcomes.get(0).also.asScala shouldBe Seq("attention=tau workers=2 seed 42", "model.lambda.cells=64 seed 42")
    }
  }

  describe("a trial that fails") {
    lazy val failing = sweep("failing", "grid.rate.peak=[1e-2, 1e-3]", "grid.guard.norm=[1000, 1e-9]", "train.guard.restarts=1",
      "train.guard.skips=2")

    it("does not stop the others, and its reason is in the table") {
      states(failing).values.toSeq.sorted shouldBe Seq("failed", "failed", "finished", "finished")
      val reasons = json("failing/sweep.json").path("trials").elements.asScala.filter(_.path("state").asText == "failed").toSeq
      reasons.foreach(_.path("reason").asText should include("guard.norm"))
      Files.readString(folder.resolve("failing/sweep.html")) should include("guard.norm")
    }

    it("makes the command fail, after all others are done") {
      val thrown = the[Shortfall] thrownBy failing.requireAll()
      thrown.getMessage should (include("2 of 4 trials failed") and include("guard.norm=1.0E-9 rate.peak=0.01 seed 42"))
    }
  }

  describe("a sweep that was stopped") {
    it("keeps what is finished, and resumes what was begun") {
      val long = Seq("grid.rate.peak=[1e-2, 1e-3]", "train.steps=150", "train.checkpoint.every=5")
      val killer = new Thread(() => {
        def begun = runs("stopped").count(run => Files.exists(run.resolve("checkpoints/step-000010")))
        while (begun < 2) Thread.sleep(5)
        spark.sparkContext.cancelAllJobs()
      })
      killer.setDaemon(true)
      killer.start()
      val stopped = sweep("stopped", long: _*)
      killer.join()
      states(stopped).values.toSet shouldBe Set("failed")
      stopped.outcomes.asScala.foreach(_.reason should include("cancelled"))
      runs("stopped").map(_.getFileName.toString).foreach(_ should endWith(".unfinished"))
      val report = sweep("stopped", long: _*)
      states(report).values.toSet shouldBe Set("finished")
      for (run <- runs("stopped")) {
        Files.readString(run.resolve("events.jsonl")) should include("\"event\":\"resume\"")
      }
    }
  }

  describe("a sweep that halves") {
    val halving = Seq("grid.rate.peak=[1e-4, 3e-2, 3e-4, 1e-2, 1e-3, 3e-3, 1e-1]", "halving.rungs=2", "train.validation.every=5",
      "train.checkpoint.every=100", "train.samples.tokens=0",
      "list=[{rate.peak = 2e-2, guard.norm = 1e-9, guard.skips = 1, guard.restarts = 0}]")
    lazy val first = sweep("halved", halving: _*)

    def points(output: String): Seq[JsonNode] = json(s"$output/sweep.json").at("/halving/points").elements.asScala.toSeq

    def scores(point: JsonNode): Seq[Double] = point.path("bitsPerByte").elements.asScala.map(_.asDouble).toSeq

    it("trains the better half on at each rung, and two of eight to the end") {
      states(first).values.toSeq.sorted shouldBe Seq("failed", "finished", "finished", "stopped", "stopped", "stopped", "stopped", "stopped")
      json("halved/sweep.json").at("/halving/rungs").elements.asScala.map(_.path("step").asInt).toSeq shouldBe Seq(5, 10)
      val seven = points("halved").filterNot(_.path("failed").asBoolean)
      for (rung <- Seq(1, 2)) {
        val reached = seven.filter(point => scores(point).size >= rung)
        reached should have size Seq(7, 4)(rung - 1).toLong
        val (here, on) = reached.partition(_.path("stopped").asInt == rung)
        here.map(scores(_)(rung - 1)).min should be >= on.map(scores(_)(rung - 1)).max
      }
      first.points.asScala should have size 2
    }

    it("says who was stopped where, and what that saved") {
      val page = Files.readString(folder.resolve("halved/sweep.html"))
      page should (include("Successive halving") and include("stopped at rung 1, step 5, with "))
      // Seven of them five steps, four of them five more, and two of them the last ten.
      first.summary should include("stopped 5 of 8 points early: 75 steps were trained instead of 160, as many as for 3.8 points.")
    }

    it("trains what it trains as a training by itself does") {
      val finished = first.outcomes.asScala.filter(_.state == TrialOutcome.State.FINISHED).head
      TrainJob.run(spark, finished.trial.train.withOutput(folder.resolve("by-itself").toString))
      val alone = new FinishedRun(folder.resolve("by-itself"))
      val halved = new FinishedRun(folder.resolve("halved").resolve(finished.run))
      halved.weights == alone.weights shouldBe true
      halved.metrics shouldBe alone.metrics
      for (outcome <- first.outcomes.asScala if outcome.state == TrialOutcome.State.STOPPED) {
        val left = folder.resolve("halved").resolve(outcome.run + ".unfinished")
        Files.exists(left.resolve(f"checkpoints/step-${outcome.rungs.asScala.last.step}%06d/state.json")) shouldBe true
      }
    }

    it("decides the same with one trial at a time, and where it was stopped meanwhile") {
      first
      val killer = new Thread(() => {
        def begun = runs("again").count(run => Files.exists(run.resolve("checkpoints/step-000005")))
        while (begun < 3) Thread.sleep(2)
        spark.sparkContext.cancelAllJobs()
      })
      killer.setDaemon(true)
      killer.start()
      sweep("again", halving :+ "parallel=1": _*)
      killer.join()
      val again = sweep("again", halving: _*)
      points("again") shouldBe points("halved")
      again.points.asScala.map(_.variant) shouldBe first.points.asScala.map(_.variant)
    }

    it("trains nothing again but what failed") {
      first
      def files = runs("halved").map(_.resolve("metrics.jsonl")).filter(Files.exists(_)).map(file => file -> Files.getLastModifiedTime(file))
      val before = files
      val second = sweep("halved", halving: _*)
      states(second).values.toSeq.sorted shouldBe Seq("failed", "reused", "reused", "stopped", "stopped", "stopped", "stopped", "stopped")
      files.toSet.intersect(before.toSet) should have size 7
      points("halved").map(scores) shouldBe points("again").map(scores)
    }
  }

  describe("a sweep that cannot be") {
    def refusal(more: String*): String = {
      val thrown = the[InvalidInput] thrownBy sweep("refused", more: _*)
      Files.exists(folder.resolve("refused")) shouldBe false
      thrown.getMessage
    }

    it("is refused before anything begins, with everything that is wrong") {
      val message = refusal("grid.model.width=[24, 48, 96]", "grid.attention=[tau]")
      message should (include("attention=tau model.width=48: ") and include("attention=tau model.width=96: "))
      message should include("the memory has 24")
    }

    it("is refused where the corpus has too little text for a trial, and every such trial is named") {
      val message = refusal("grid.model.context=[48, 100000, 200000]")
      message should (include("model.context=100000: lane 0, ") and include("too few for windows of 100000: "))
      message should include("model.context=200000: lane 0, ")
      message should not include "model.context=48"
    }

    it("is refused where the session has too few slots, with what to set") {
      refusal("parallel=3", "seeds=[1, 2, 3]") should
        include("runs 2 tasks at a time, too few for parallel = 3 trainings of 3 workers together: use --master local[3] or lower parallel")
    }
  }
}
