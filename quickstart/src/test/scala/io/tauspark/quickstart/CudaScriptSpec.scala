package io.tauspark.quickstart

import java.nio.file.attribute.FileTime
import java.nio.file.{Files, Path}
import java.time.Instant

import io.tauspark.quickstart.Terminal.Outcome
import org.scalatest.BeforeAndAfterEach
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

/** bin/cuda with a Maven that only records its calls and makes two small files in place of 3.8 GB. */
class CudaScriptSpec extends AnyFunSpec with Matchers with BeforeAndAfterEach {
  private var place: Path = _
  private var checkout: Path = _

  override def beforeEach(): Unit = {
    place = Terminal.emptyDirectory()
    checkout = place.resolve("my checkout")
    for (file <- Seq("bin/cuda", "cuda-natives/pom.xml")) {
      Files.createDirectories(checkout.resolve(file).getParent)
      Files.copy(Terminal.repository.resolve(file), checkout.resolve(file))
    }
    Terminal.script(
      place.resolve("tools/mvn"),
      s"""echo "$$*" >>'$place/calls'
         |mkdir -p target/cuda
         |echo torch >target/cuda/libtorch_cuda.so
         |echo cudart >target/cuda/libcudart.so.12
         |""".stripMargin)
    onLinux("x86_64")
  }

  override def afterEach(): Unit = Terminal.delete(place)

  private def onLinux(processor: String): Unit = {
    Terminal.script(place.resolve("tools/uname"), s"echo Linux $processor\n")
    ()
  }

  private def cuda(arguments: String*): Outcome = Terminal.run(
    Seq(checkout.resolve("bin/cuda").toString) ++ arguments, place, Map("PATH" -> s"$place/tools:${sys.env("PATH")}"))

  private def calls: Seq[String] =
    if (Files.exists(place.resolve("calls"))) Terminal.text(place.resolve("calls")).linesIterator.toSeq else Seq()

  /** What a shell sets that is given the printed line. */
  private def exported(out: String, name: String): String = {
    val line = out.linesIterator.find(_.contains("export ")).get.trim
    Terminal.run(Seq("bash", "-c", line + "; echo \"$" + name + "\""), place).out.trim
  }

  it("lays the libraries out once, and prints what a shell takes as it is") {
    val first = cuda()
    first.exit shouldBe 0
    exported(first.out, "PYTORCH_LIBRARY_PATH") shouldBe s"$checkout/target/cuda"
    exported(first.out, "LD_LIBRARY_PATH") shouldBe s"$checkout/target/cuda"
    exported(first.out, "PYTORCH_FLAVOR") shouldBe "cu128"
    first.out should include("--conf spark.executorEnv.PYTORCH_FLAVOR=cu128")
    first.out should not include "--archives"
    cuda().out shouldBe first.out
    calls should have size 1
    calls.head should include("-Pcuda -pl cuda-natives package")
  }

  it("lays them out again once other versions are wanted") {
    cuda().exit shouldBe 0
    Files.setLastModifiedTime(checkout.resolve("cuda-natives/pom.xml"), FileTime.from(Instant.now.plusSeconds(60)))
    cuda().exit shouldBe 0
    calls should have size 2
  }

  it("packs them for executors if asked to") {
    val packed = cuda("--archive")
    packed.exit shouldBe 0
    packed.out should (include("--archives") and include("PYTORCH_LIBRARY_PATH=./cuda"))
    val listed = Terminal.run(Seq("tar", "-tzf", s"$checkout/target/cuda.tgz"), place).out.linesIterator.toSeq
    listed should contain allOf ("./libtorch_cuda.so", "./libcudart.so.12")
  }

  it("says what Maven said where it fails, and does not take the directory for whole") {
    Terminal.script(place.resolve("tools/mvn"), "echo no such artefact; exit 1\n")
    for (_ <- 1 to 2) {
      val failed = cuda()
      failed.exit shouldBe 1
      failed.err should (include("no such artefact") and include("could not be laid out"))
      failed.out shouldBe ""
    }
  }

  it("refuses other processors and unknown options, and calls nobody") {
    cuda("--everything") should matchPattern { case Outcome(2, "", usage: String) if usage.contains("bin/cuda [--archive]") => }
    onLinux("aarch64")
    cuda() should matchPattern { case Outcome(2, "", told: String) if told.contains("this is Linux aarch64") => }
    calls shouldBe empty
  }
}
