package io.tauspark.train

import java.nio.file.attribute.PosixFilePermissions
import java.nio.file.{Files, Path}

import scala.collection.JavaConverters._

import org.apache.hadoop.fs.FileUtil
import org.scalatest.BeforeAndAfterAll
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

/** Trainings on executors in JVMs of their own, two tasks in each, on a machine that pretends to have GPUs. */
class ClusterSpec extends AnyFunSpec with Matchers with BeforeAndAfterAll {
  private val folder = Files.createTempDirectory("cluster-spec")
  private lazy val shards = TrainingInputs.shards(folder.resolve("shards"), 4)
  private lazy val memory = TrainingInputs.memory(folder.resolve("memory"), 24)
  private lazy val cluster = new LocalCluster(
    2,
    2,
    "spark.worker.resource.gpu.amount" -> "2",
    "spark.worker.resource.gpu.discoveryScript" -> discovery.toString,
    "spark.executor.resource.gpu.amount" -> "2",
    "spark.task.resource.gpu.amount" -> "1")

  /** What Spark asks for the machine's GPUs. */
  private def discovery: Path = {
    val script = folder.resolve("gpus.sh")
    Files.writeString(script, "#!/bin/sh\necho '{\"name\": \"gpu\", \"addresses\": [\"0\", \"1\"]}'\n")
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"))
  }

  override def afterAll(): Unit = {
    cluster.close()
    FileUtil.fullyDelete(folder.toFile)
    ()
  }

  private def settings(run: String, more: String*): Seq[String] =
    TrainingInputs.settings(shards, memory, folder.resolve(run)) ++ Seq("steps=50", "model.dropout=0.1") ++ more

  private def train(run: String, more: String*): TrainReport =
    TrainJob.run(cluster.spark, TrainJob.configure(settings(run, "device=cpu" +: more: _*): _*))

  private def finished(run: String) = new FinishedRun(folder.resolve(run))

  describe("a training of 50 steps on executors") {
    it("ends with the same weights and the same metrics on 1, 2 and 4 workers, and as one in local mode") {
      for (workers <- Seq(1, 2, 4)) train(s"cluster-$workers", s"workers=$workers")
      val local = new TrainingProcess(folder.resolve("local.log"), settings("local", "device=cpu"))
      withClue(local.text)(local.exit() shouldBe 0)
      for (run <- Seq("cluster-2", "cluster-4", "local")) withClue(run) {
        finished(run).weights == finished("cluster-1").weights shouldBe true
        finished(run).metrics shouldBe finished("cluster-1").metrics
      }
    }

    it("gives each worker the GPU that Spark gave to its task") {
      val report = train("gpus", "workers=4", "steps=2")
      val gpus = report.workers.asScala.groupBy(_.executor).mapValues(_.map(_.gpu).toSet)
      gpus.values.toSet shouldBe Set(Set("0", "1"))
      report.workers.asScala.map(_.device).toSet shouldBe Set("cpu()")
    }

    it("may ask for resources of its own, a GPU and all cores of an executor for each worker") {
      val report = train("stage", "workers=2", "steps=2", "parallel.task.gpus=1", "parallel.task.cpus=2")
      report.workers.asScala.map(_.executor).toSet should have size 2
      report.workers.asScala.map(_.gpu).toSet should (not contain "null" and not be empty)
      // Other stages still have all four slots at one time.
      cluster.processes() should have size 2
    }

    it("is refused where executors cannot give that to so many workers, and says what they can") {
      val thrown = the[io.tauspark.config.InvalidInput] thrownBy
        train("stages", "workers=4", "parallel.task.gpus=1", "parallel.task.cpus=2", "faults.start=2s")
      thrown.getMessage should (include("2 executors with 2 slots") and
        include("(parallel.task.cpus = 2, parallel.task.gpus = 1)") and include("train with workers=2"))
    }

    it("is refused where Spark gives GPUs and PyTorch has none, before anything is learnt") {
      val thrown = the[io.tauspark.config.InvalidInput] thrownBy train("none", "device=auto")
      thrown.getMessage should (include("PyTorch sees 0 GPUs") and include("device=cpu"))
      Files.exists(folder.resolve("none.unfinished")) shouldBe false
    }

    it("may send bfloat16, and all workers still end with the same weights") {
      val report = train("half", "workers=4", "exchange.wire=bfloat16")
      report.validationLoss should be < report.unigramLoss
      report.validationLoss shouldBe finished("cluster-1").metrics.last.path("loss").asDouble +- 0.3
      finished("half").weights should not be finished("cluster-1").weights
    }
  }

  describe("a training in rounds") {
    it("ends with the same weights when an executor is killed in the middle of a round") {
      def rounds(run: String) = train(run, "parallel.mode=rounds", "parallel.rounds.steps=25", "steps=100", "workers=4")
      rounds("rounds")
      val (_, process) = cluster.processes().head
      val killer = new Thread(() => {
        val checkpoints = folder.resolve("rounds-killed.unfinished/checkpoints").toFile
        while (!Option(checkpoints.list).exists(_.exists(_.startsWith("step-")))) Thread.sleep(5)
        cluster.kill9(process)
      })
      killer.setDaemon(true)
      killer.start()
      rounds("rounds-killed")
      killer.join()
      process.isAlive shouldBe false
      finished("rounds-killed").weights == finished("rounds").weights shouldBe true
      finished("rounds-killed").metrics shouldBe finished("rounds").metrics
    }
  }
}
