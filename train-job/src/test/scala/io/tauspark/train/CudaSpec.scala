package io.tauspark.train

import java.nio.file.{Files, Path, Paths}

import org.apache.hadoop.fs.FileUtil
import org.scalatest.BeforeAndAfterAll
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

/** What a user with a GPU sets, on machines without one. */
class CudaSpec extends AnyFunSpec with Matchers with BeforeAndAfterAll {
  private val folder = Files.createTempDirectory("cuda-spec")
  private val shards = TrainingInputs.shards(folder.resolve("shards"), 4)
  private val memory = TrainingInputs.memory(folder.resolve("memory"), 24)
  private var started = Seq.empty[TrainingProcess]

  override def afterAll(): Unit = {
    started.foreach(_.kill())
    FileUtil.fullyDelete(folder.toFile)
    ()
  }

  private def start(run: String, environment: Map[String, String], more: String*): TrainingProcess = {
    val settings = TrainingInputs.settings(shards, memory, folder.resolve(run)) ++ Seq("steps=10", "validation.every=10", "workers=1") ++ more
    val process = new TrainingProcess(folder.resolve(s"$run.log"), settings, environment = environment)
    started :+= process
    process
  }

  private def libraries(directory: Path): Map[String, String] = Map(
    "PYTORCH_LIBRARY_PATH" -> directory.toString, "LD_LIBRARY_PATH" -> directory.toString, "PYTORCH_FLAVOR" -> "cu128")

  describe("a training that is to use a GPU") {
    it("is told that the jobs bring a PyTorch for processors, and what to do") {
      val refused = start("bare", Map.empty, "device=gpu")
      refused.exit() shouldBe 2
      refused.text should (include("device gpu(0) is wanted") and include("call bin/cuda"))
      Files.exists(folder.resolve("bare")) shouldBe false
    }

    it("is told of a directory without libraries before anything else") {
      val refused = start("empty", libraries(Files.createDirectory(folder.resolve("nothing"))))
      refused.exit() shouldBe 2
      refused.text should include("where there is no libtorch_cpu")
    }
  }

  describe("the directory that bin/cuda lays out") {
    val cuda = Paths.get("../target/cuda").toAbsolutePath.normalize

    it("computes on a machine without a GPU too, and says there why none is found") {
      assume(Files.exists(cuda.resolve("libtorch_cuda.so")), s"$cuda is not there: call bin/cuda to run this test")
      assume(!Files.exists(Paths.get("/proc/driver/nvidia/version")), "this machine has a driver for GPUs")
      start("processor", Map.empty).exit() shouldBe 0
      start("cuda", libraries(cuda)).exit() shouldBe 0
      val Seq(one, other) = Seq("processor", "cuda").map { run =>
        new FinishedRun(folder.resolve(run)).metrics.filter(_.path("split").asText == "validation").last.path("loss").asDouble
      }
      other shouldBe one +- 1e-3
      val refused = start("driverless", libraries(cuda), "device=gpu")
      refused.exit() shouldBe 2
      refused.text should include("this machine has no NVIDIA driver")
    }
  }
}
