package io.tauspark.quickstart

import java.nio.file.attribute.FileTime
import java.nio.file.{Files, Path}
import java.time.Instant

import io.tauspark.quickstart.Terminal.Outcome
import org.scalatest.BeforeAndAfterEach
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

/** bin/tauspark in a checkout with nothing built, where Maven and spark-submit only record how they were called. */
class LauncherSpec extends AnyFunSpec with Matchers with BeforeAndAfterEach {
  private var place: Path = _
  private var checkout: Path = _
  private var tools: Path = _

  override def beforeEach(): Unit = {
    place = Terminal.emptyDirectory()
    checkout = place.resolve("my checkout")
    Files.createDirectories(checkout.resolve("bin"))
    Files.createDirectories(checkout.resolve("conf"))
    for (file <- Seq("bin/tauspark", "conf/spark-defaults.conf")) {
      Files.copy(Terminal.repository.resolve(file), checkout.resolve(file))
    }
    for (module <- Seq("common", "laplacian-job", "train-job", "embedded-spark", "quickstart")) {
      Terminal.write(checkout.resolve(module).resolve("pom.xml"), "<project/>")
    }
    Terminal.write(checkout.resolve("pom.xml"), "<project/>")
    Terminal.write(checkout.resolve("common/src/main/java/Some.java"), "class Some {}")
    Files.createDirectories(checkout.resolve("embedded-spark/bin"))
    makeOld(checkout)
    tools = Files.createDirectory(place.resolve("tools"))
    for (tool <- Seq("bash", "cat", "dirname", "env", "find", "java", "javac", "mkdir", "readlink", "touch")) {
      Files.createSymbolicLink(tools.resolve(tool), onPath(tool))
    }
  }

  override def afterEach(): Unit = Terminal.delete(place)

  describe("without a command, or asked for help") {
    for (arguments <- Seq(Seq(), Seq("help"), Seq("--help")))
      it(s"shows one line for each command (${arguments.mkString})") {
        val shown = tauspark(arguments: _*)
        shown.exit shouldBe 0
        val commands =
          Seq("quickstart", "shard", "laplacian", "score", "releases", "train", "sweep", "compare", "generate", "report")
        for (command <- commands) {
          shown.out.linesIterator.count(_.startsWith(s"  $command ")) shouldBe 1
        }
      }
  }

  describe("what cannot work") {
    it("an unknown command is refused with the known ones") {
      val refused = tauspark("trian")
      refused.exit shouldBe 2
      refused.err should include("'trian'")
      refused.err should include("quickstart, shard, laplacian, score, releases, train, sweep, compare, generate, report")
    }

    it("a missing Java is named, with what to install") {
      Files.delete(tools.resolve("java"))
      refusal("shard") should (include("no 'java'") and include("install a JDK 17"))
    }

    it("an old Java is named, with its version") {
      Files.delete(tools.resolve("java"))
      Terminal.script(tools.resolve("java"), """echo 'openjdk version "11.0.2" 2019-01-15' >&2""")
      refusal("shard") should (include("Java 11") and include("17 is needed"))
    }

    it("a Java without a compiler cannot build") {
      Files.delete(tools.resolve("javac"))
      refusal("shard") should include("no 'javac'")
    }

    it("a missing Maven is named when something must be built") {
      refusal("shard") should (include("no 'mvn'") and include("install Maven"))
    }

    it("a SPARK_HOME without spark-submit is named") {
      val refused = tauspark(Seq("shard"), Map("SPARK_HOME" -> "/no/spark"))
      refused.exit shouldBe 2
      refused.err should include("SPARK_HOME is '/no/spark'")
    }
  }

  describe("the first run") {
    it("builds, and says so in one line") {
      mavenThatBuilds()
      val built = tauspark("shard")
      built.exit shouldBe 0
      built.err.linesIterator.toList should have size 1
      built.err should include("building")
    }

    it("shows the log of a build that fails") {
      Terminal.script(tools.resolve("mvn"), "echo 'Some.java: cannot find symbol'; exit 1")
      val failed = tauspark("shard")
      failed.exit shouldBe 1
      failed.err should (include("Some.java: cannot find symbol") and include("the build failed"))
    }
  }

  describe("the next run") {
    it("does not start Maven") {
      mavenThatBuilds()
      tauspark("shard").exit shouldBe 0
      Files.delete(tools.resolve("mvn"))
      val again = tauspark("shard")
      again.exit shouldBe 0
      again.err shouldBe empty
    }

    for (edited <- Seq("common/src/main/java/Some.java", "train-job/pom.xml", "pom.xml"))
      it(s"builds again when $edited was edited") {
        mavenThatBuilds()
        tauspark("shard").exit shouldBe 0
        Files.setLastModifiedTime(checkout.resolve(edited), FileTime.from(Instant.now.plusSeconds(1)))
        tauspark("shard").err should include("building")
      }
  }

  describe("a command") {
    it("reaches spark-submit with its class, its jar and its own options unchanged") {
      mavenThatBuilds()
      val arguments = submitted("generate", "--set", "model=a run", "--prompt", "a $HOME * of  \"dogs\"")
      arguments.slice(arguments.indexOf("--class"), arguments.size) shouldBe Seq(
        "--class",
        "io.tauspark.generate.GenerateJob",
        checkout.resolve("train-job/target/tauspark-train.jar").toString,
        "--set",
        "model=a run",
        "--prompt",
        "a $HOME * of  \"dogs\"")
    }

    for ((command, job) <- Seq("score" -> "ScoreJob", "releases" -> "ReleasesJob"))
      it(s"that works on a memory is in the jar that builds memories ($command)") {
        mavenThatBuilds()
        submitted(command, "--set", "memory=m").takeRight(5) shouldBe Seq(
          "--class",
          s"io.tauspark.laplacian.$job",
          checkout.resolve("laplacian-job/target/tauspark-laplacian.jar").toString,
          "--set",
          "memory=m")
      }

    it("hands everything after --spark to spark-submit") {
      mavenThatBuilds()
      val arguments = submitted("train", "--set", "steps=1", "--spark", "--master", "yarn", "--name", "a b")
      arguments.take(4) shouldBe Seq("--master", "yarn", "--name", "a b")
      arguments.takeRight(2) shouldBe Seq("--set", "steps=1")
    }

    it("runs where it was called, through a symbolic link whose path has a space") {
      mavenThatBuilds()
      val elsewhere = Files.createDirectory(place.resolve("some where"))
      Files.createSymbolicLink(elsewhere.resolve("direct"), checkout.resolve("bin/tauspark"))
      Files.createSymbolicLink(elsewhere.resolve("tau spark"), elsewhere.getFileSystem.getPath("direct"))
      val outcome = Terminal.run(Seq("./tau spark", "shard"), elsewhere, Map("PATH" -> tools.toString))
      outcome.exit shouldBe 0
      outcome.out should include("directory " + elsewhere)
      outcome.out should include(checkout.resolve("laplacian-job/target/tauspark-laplacian.jar").toString)
    }

    it("ends with the exit code of the job") {
      mavenThatBuilds()
      tauspark(Seq("train"), Map("JOB_EXIT" -> "7")).exit shouldBe 7
    }
  }

  describe("an installed Spark") {
    it("is used without assembling another") {
      mavenThatBuilds()
      val used = tauspark(Seq("train"), Map("SPARK_HOME" -> installedSpark().toString))
      used.out should startWith("installed")
      Terminal.text(place.resolve("mvn.calls")) should include("-Dembedded.skip=true")
      Files.exists(checkout.resolve("target/spark")) shouldBe false
    }

    it("gets the settings of one machine only when its master is local") {
      mavenThatBuilds()
      val home = Map("SPARK_HOME" -> installedSpark().toString)
      val onCluster = tauspark(Seq("train", "--spark", "--master", "yarn"), home).out
      val onMachine = tauspark(Seq("train", "--spark", "--master", "local[4]"), home).out
      for (out <- Seq(onCluster, onMachine)) {
        out should include("spark.scheduler.barrier.maxConcurrentTasksCheck.interval=2s")
      }
      onMachine should (include("spark.ui.enabled=false") and include("SPARK_LOCAL_IP 127.0.0.1"))
      onMachine should include("spark.log.level=WARN")
      onCluster should not include "spark.ui.enabled"
      onCluster should not include "spark.log.level"
      onCluster should not include "127.0.0.1"
    }
  }

  describe("the quickstart") {
    it("brings the jars of both jobs, and those of the user") {
      mavenThatBuilds()
      val arguments = submitted("quickstart", "--spark", "--jars", "my.jar")
      val jars = arguments(arguments.lastIndexOf("--jars") + 1).split(",")
      jars.map(jar => jar.substring(jar.lastIndexOf('/') + 1)) shouldBe
        Array("tauspark-laplacian.jar", "tauspark-train.jar", "my.jar")
    }

    it("has two local workers and its own settings unless told otherwise") {
      mavenThatBuilds()
      submitted("quickstart") should contain inOrder ("local[2]", "--config", s"$checkout/conf/quickstart.conf")
      val told = submitted("quickstart", "--config", "mine.conf", "--spark", "--master", "local[8]")
      told should not contain "local[2]"
      told should not contain s"$checkout/conf/quickstart.conf"
    }
  }

  private def tauspark(arguments: String*): Outcome = tauspark(arguments, Map.empty[String, String])

  private def tauspark(arguments: Seq[String], environment: Map[String, String]): Outcome =
    Terminal.run(
      checkout.resolve("bin/tauspark").toString +: arguments,
      place,
      Map("PATH" -> tools.toString, "JAVA_HOME" -> "") ++ environment)

  private def refusal(arguments: String*): String = {
    val outcome = tauspark(arguments: _*)
    outcome.exit shouldBe 2
    outcome.err
  }

  private def submitted(arguments: String*): Seq[String] = {
    val outcome = tauspark(arguments: _*)
    outcome.exit shouldBe 0
    outcome.out.linesIterator.filter(_.startsWith("> ")).map(_.drop(2)).toList
  }

  private def mavenThatBuilds(): Unit = {
    Terminal.script(
      tools.resolve("mvn"),
      s"""echo "$$*" >>"$place/mvn.calls"
         |mkdir -p laplacian-job/target train-job/target quickstart/target
         |touch laplacian-job/target/tauspark-laplacian.jar train-job/target/tauspark-train.jar
         |touch quickstart/target/tauspark-quickstart.jar
         |[[ $$* == *-Dembedded.skip=true* ]] && exit
         |mkdir -p target/spark/jars target/spark/bin
         |cat '$place/spark-submit' >target/spark/bin/spark-submit
         |'${onPath("chmod")}' +x target/spark/bin/spark-submit
         |""".stripMargin)
    recordingSubmit(place.resolve("spark-submit"), "embedded")
  }

  private def installedSpark(): Path = {
    recordingSubmit(place.resolve("spark/bin/spark-submit"), "installed")
    place.resolve("spark")
  }

  private def recordingSubmit(file: Path, kind: String): Unit = {
    Terminal.script(
      file,
      s"""echo "$kind"
         |echo "directory $$PWD"
         |echo "SPARK_LOCAL_IP $${SPARK_LOCAL_IP:-}"
         |printf '> %s\\n' "$$@"
         |exit "$${JOB_EXIT:-0}"
         |""".stripMargin)
    ()
  }

  /** Dates everything before the build, as a checkout is. */
  private def makeOld(directory: Path): Unit = {
    val paths = Files.walk(directory)
    try paths.forEach(path => { Files.setLastModifiedTime(path, FileTime.from(Instant.now.minusSeconds(60))); () })
    finally paths.close()
  }

  private def onPath(tool: String): Path = sys
    .env("PATH")
    .split(":")
    .map(directory => Terminal.repository.getFileSystem.getPath(directory, tool))
    .find(path => Files.isExecutable(path))
    .getOrElse(throw new IllegalStateException(s"the tests need '$tool' on the PATH"))
}
