package io.tauspark.quickstart

import java.nio.file.attribute.{FileTime, PosixFilePermissions}
import java.nio.file.{Files, LinkOption, Path}
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
  private var home: Path = _
  private var temporary: Path = _

  override def beforeEach(): Unit = {
    place = Terminal.emptyDirectory()
    checkout = place.resolve("my checkout")
    Files.createDirectories(checkout.resolve("bin"))
    Files.createDirectories(checkout.resolve("conf"))
    for (file <- Seq("bin/tauspark", "conf/spark-defaults.conf", "conf/quickstart.conf")) {
      Files.copy(Terminal.repository.resolve(file), checkout.resolve(file))
    }
    for (module <- Seq("common", "laplacian-job", "train-job", "embedded-spark", "quickstart")) {
      Terminal.write(checkout.resolve(module).resolve("pom.xml"), "<project/>")
      Files.createDirectories(checkout.resolve(module).resolve("src/main"))
    }
    Terminal.write(checkout.resolve("pom.xml"), "<project/>")
    Terminal.write(checkout.resolve("common/src/main/java/Some.java"), "class Some {}")
    Files.createDirectories(checkout.resolve("embedded-spark/bin"))
    makeOld(checkout)
    tools = Files.createDirectory(place.resolve("tools"))
    for (tool <- Seq("bash", "cat", "chmod", "dirname", "env", "find", "java", "javac", "mkdir", "readlink", "touch")) {
      Files.createSymbolicLink(tools.resolve(tool), onPath(tool))
    }
    home = Files.createDirectory(place.resolve("my home"))
    temporary = Files.createDirectory(place.resolve("my tmp"))
  }

  override def afterEach(): Unit = Terminal.delete(place)

  describe("without a command, or asked for help") {
    for (arguments <- Seq(Seq(), Seq("help"), Seq("--help")))
      it(s"shows one line for each command (${arguments.mkString})") {
        val shown = tauspark(arguments: _*)
        shown.exit shouldBe 0
        val commands =
          Seq("quickstart", "shard", "tokenizer", "laplacian", "score", "search", "releases", "train", "sweep", "compare",
            "generate", "complete", "perplexity", "evaluate", "read", "report")
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
      refused.err should
        include("quickstart, shard, tokenizer, laplacian, score, search, releases, train, sweep, compare, generate, complete, " +
          "perplexity, evaluate, read, report")
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

    for (jar <- Seq("spark-core_2.13-4.0.1.jar", "spark-core_2.13-3.5.7.jar", "spark-core_2.12-3.4.4.jar"))
      it(s"a SPARK_HOME of another version is named before anything is built: $jar") {
        val spark = installedSpark()
        Terminal.write(spark.resolve("jars").resolve(jar), "")
        val refused = tauspark(Seq("shard"), Map("SPARK_HOME" -> spark.toString))
        refused.exit shouldBe 2
        refused.err should (include("for Spark 3.5 with Scala 2.12") and include(jar) and include(spark.toString))
        refused.err.linesIterator.toList should have size 1
      }

    it("an installation that is not whole says what it lacks") {
      Files.delete(checkout.resolve("conf/spark-defaults.conf"))
      val failed = tauspark("shard")
      failed.exit shouldBe 1
      failed.err should include("'conf/spark-defaults.conf' is missing")
    }

    it("an installation of somebody else that must be built is named, with what to do") {
      assume(Files.getOwner(place).getName == "root", "skipped: needs root, to be somebody else")
      val refused = asStranger(Seq("shard"))
      refused.exit shouldBe 2
      refused.err should (include("may not write to") and include("let the owner of"))
    }
  }

  describe("an option for spark-submit that cannot work is refused with the reason") {
    val cases = Seq(
      Seq("--mastr", "yarn") -> "'--mastr' after --spark is no option of spark-submit",
      Seq("local") -> "'local' after --spark is no option of spark-submit",
      Seq("--class", "Other") -> "'--class' after --spark",
      Seq("--set", "steps=1") -> "a command's own options come before --spark",
      Seq("--driver-memory") -> "--driver-memory after --spark needs a value",
      Seq("--driver-memory", "2gigs") -> "'2gigs' is not a size of memory such as 4g",
      Seq("--executor-memory=much") -> "'much' is not a size of memory",
      Seq("--conf", "spark.driver.memory=-1g") -> "'-1g' is not a size of memory",
      Seq("--conf", "spark.ui.enabled") -> "'spark.ui.enabled' is not of the form KEY=VALUE",
      Seq("--conf", "spark.master=lokal[2]") -> "'lokal[2]' is not local",
      Seq("--master", "local[0]") -> "'local[0]' is not local",
      Seq("--master=yarn-client") -> "'yarn-client' is not local",
      Seq("--deploy-mode", "clustr") -> "'clustr' is not client or cluster",
      Seq("--num-executors", "many") -> "'many' is not a whole number",
      Seq("--jars", "/no/such.jar") -> "'/no/such.jar' does not exist",
      Seq("--jars=hdfs:///a.jar,file:///no/b.jar") -> "'/no/b.jar' does not exist",
      Seq("--properties-file", "no.conf") -> "'no.conf' does not exist")
    for ((options, words) <- cases) it(options.mkString(" ")) {
      val refused = refusal("shard" +: "--spark" +: options: _*)
      refused should include(words)
      refused.linesIterator.toList should have size 1
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

    for ((command, job) <- Seq("score" -> "score.ScoreJob", "search" -> "search.SearchJob", "releases" -> "releases.ReleasesJob"))
      it(s"that works on a memory is in the jar that builds memories ($command)") {
        mavenThatBuilds()
        submitted(command, "--set", "memory=m").takeRight(5) shouldBe Seq(
          "--class",
          s"io.tauspark.$job",
          checkout.resolve("laplacian-job/target/tauspark-laplacian.jar").toString,
          "--set",
          "memory=m")
      }

    it("hands everything after --spark to spark-submit") {
      mavenThatBuilds()
      val options = Seq("--master", "yarn", "--name", "a b", "--conf", "spark.x=y=z", "--jars", "*.jar", "-v")
      val arguments = submitted(Seq("train", "--set", "steps=1", "--spark") ++ options: _*)
      arguments.containsSlice(options :+ "--class") shouldBe true
      arguments.takeRight(2) shouldBe Seq("--set", "steps=1")
    }

    for (text <- Seq("--spark", "--set", "--config", "@args.txt", "--help", "", "-1", "two\\nlines", "Größe 🚀"))
      it(s"keeps a text that looks like something else: '$text'") {
        mavenThatBuilds()
        val arguments = submitted("generate", "--prompt", text, "--set", s"prompt=$text", "--spark", "--name", "n")
        arguments.takeRight(4) shouldBe Seq("--prompt", text, "--set", s"prompt=$text")
        arguments should contain inOrder ("--name", "n")
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

    for (exit <- Seq(0, 1, 2))
      it(s"ends with the exit code of the job, without a word ($exit)") {
        mavenThatBuilds()
        tauspark("train").exit shouldBe 0
        val ended = tauspark(Seq("train"), Map("JOB" -> s"exit $exit"))
        (ended.exit, ended.err) shouldBe ((exit, ""))
      }

    for ((end, words) <- Seq(
        "exit 7" -> "exit code 7",
        "exit 53" -> "exit code 53",
        "exit 101" -> "exit code 101",
        "exit 52" -> "out of memory",
        "kill -KILL $$" -> "was killed",
        "kill -SEGV $$" -> "signal 11",
        "exit 127" -> "cannot be run"))
      it(s"whose end is none of ours is a failure, in one line ($end)") {
        mavenThatBuilds()
        tauspark("train").exit shouldBe 0
        val ended = tauspark(Seq("train"), Map("JOB" -> end))
        ended.exit shouldBe 1
        ended.err should include(words)
        ended.err.linesIterator.toList should have size 1
      }

    for (signal <- Seq("TERM", "INT", "HUP"))
      it(s"is stopped with the launcher, and given time to clean up ($signal)") {
        mavenThatBuilds()
        tauspark("train").exit shouldBe 0
        // Waits for the signal itself, as a JVM does, so that nothing is left behind.
        val job = s"""trap 'kill $$!; echo cleaned up >"$place/end"; exit 143' TERM; echo $$$$ >"$place/job"; """ +
          "sleep 300 & wait"
        Files.createSymbolicLink(tools.resolve("sleep"), onPath("sleep"))
        // In a script of its own process group, whose background jobs do not ignore INT.
        val stop = Terminal.script(
          place.resolve("stop"),
          s"""set -m
             |'$checkout/bin/tauspark' train & launcher=$$!
             |until [[ -s '$place/job' ]]; do sleep 0.1; done
             |kill -$signal $$launcher
             |wait $$launcher; echo "exit $$?"
             |kill -0 "$$(cat '$place/job')" 2>/dev/null || echo gone
             |""".stripMargin)
        // Whoever runs the tests in the background may ignore INT or HUP, which a script cannot undo for itself.
        val command = Seq(onPath("env").toString, "--default-signal", stop.toString)
        val stopped = Terminal.run(command, place, environment + ("JOB" -> job))
        stopped.out should (include("exit 1") and include("gone"))
        Terminal.text(place.resolve("end")) shouldBe "cleaned up\n"
      }
  }

  describe("the surroundings") {
    it("give names and texts one encoding, whatever the locale") {
      mavenThatBuilds()
      for (locale <- Seq("C", "POSIX", "tr_TR.UTF-8", "de_DE.ISO-8859-1", ""))
        tauspark(Seq("shard"), Map("LC_ALL" -> locale)).out should include("LC_ALL C.UTF-8")
    }

    for ((installed, used) <- Seq(
        Seq("C", "POSIX", "C.utf8", "de_DE.utf8") -> "C.UTF-8",
        Seq("C", "de_DE.ISO8859-1", "en_US.UTF-8") -> "en_US.UTF-8",
        Seq("C", "POSIX", "tr_TR.utf8") -> "tr_TR.utf8",
        Seq("C", "POSIX") -> "POSIX"))
      it(s"give it by a locale that is installed: $used of ${installed.mkString(", ")}") {
        mavenThatBuilds()
        Terminal.script(tools.resolve("locale"), s"echo '${installed.mkString("\n")}'")
        tauspark(Seq("shard"), Map("LC_ALL" -> "POSIX")).out should include(s"LC_ALL $used\n")
      }

    it("need no home that can be written to") {
      mavenThatBuilds()
      for (nowhere <- Seq("", "/nonexistent")) {
        val outcome = tauspark(Seq("generate"), Map("HOME" -> nowhere))
        withClue(outcome.all) { outcome.exit shouldBe 0 }
        outcome.out should include(s"DJL_CACHE_DIR $temporary/tauspark-")
        outcome.out should include(s"spark.jars.ivy=$temporary/tauspark-")
      }
      tauspark("generate").out should (include("DJL_CACHE_DIR \n") and not include "spark.jars.ivy")
    }

    it("may be those of a user id without a name") {
      mavenThatBuilds()
      Terminal.script(tools.resolve("id"), "exit 1")
      tauspark("generate").out should include(s"-Duser.home=$home")
      tauspark(Seq("generate"), Map("HOME" -> "/nonexistent")).out should include(s"-Duser.home=$temporary/tauspark-")
    }

    it("name the disk for scratch files with TMPDIR or SPARK_LOCAL_DIRS") {
      mavenThatBuilds()
      val named = tauspark("shard").out
      named should include(s"SPARK_LOCAL_DIRS $temporary/tauspark-")
      named should include(s"spark.sql.warehouse.dir=$temporary/tauspark-")
      named should include(s"-Djava.io.tmpdir=$temporary/tauspark-")
      tauspark(Seq("shard"), Map("SPARK_LOCAL_DIRS" -> "/my/disk")).out should include("SPARK_LOCAL_DIRS /my/disk")
    }

    it("may have a TMPDIR that takes no files") {
      mavenThatBuilds()
      val file = Terminal.write(place.resolve("file"), "").toString
      val outcome = tauspark(Seq("shard"), Map("TMPDIR" -> file, "XDG_CACHE_HOME" -> file))
      outcome.out should include regex "SPARK_LOCAL_DIRS /(var/)?tmp/tauspark-[0-9]+"
    }

    it("keep scratch files in the installation where it is this user's and nothing else is said") {
      mavenThatBuilds()
      tauspark(Seq("shard"), Map("TMPDIR" -> "")).out should include(s"SPARK_LOCAL_DIRS $checkout/target/scratch")
    }

    it("cannot lead scratch files to a place that somebody else chose") {
      mavenThatBuilds()
      val own = tauspark("shard").out.linesIterator.find(_.startsWith("SPARK_LOCAL_DIRS ")).get.split(" ", 2).last
      val scratch = place.getFileSystem.getPath(own)
      Terminal.delete(scratch)
      val theirs = Files.createDirectory(place.resolve("theirs"))
      Files.createSymbolicLink(scratch, theirs)
      tauspark("shard").out should not include own
      theirs.toFile.list shouldBe empty
      Files.delete(scratch)
      Files.createDirectory(scratch)
      Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxrwxrwx"))
      tauspark("shard").out should not include own
    }

    it("may be an installation of somebody else, once it is built") {
      assume(Files.getOwner(place).getName == "root", "skipped: needs root, to be somebody else")
      mavenThatBuilds()
      tauspark("shard").exit shouldBe 0
      val used = asStranger(Seq("shard"))
      withClue(used.all) { used.exit shouldBe 0 }
      used.out should include regex "SPARK_LOCAL_DIRS /(var/)?tmp/tauspark-4711"
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

  describe("a file of Spark's settings after --spark") {
    for (home <- Seq("an installed Spark", "the embedded Spark"))
      it(s"wins over ours, which it would otherwise be read without, with $home") {
        mavenThatBuilds()
        val spark = if (home == "an installed Spark") Map("SPARK_HOME" -> installedSpark().toString) else Map.empty[String, String]
        val mine = "# mine\nspark.executorEnv.OMP_NUM_THREADS=4\nspark.master yarn\n spark.submit.deployMode : cluster"
        Terminal.write(place.resolve("mine.properties"), mine)
        val out = tauspark(Seq("train", "--spark", "--properties-file", "mine.properties"), spark).out
        out should include("spark.scheduler.barrier.maxConcurrentTasksCheck.interval=2s")
        out should not include "spark.executorEnv.OMP_NUM_THREADS"
        // It named the master, too.
        out should not include "spark.ui.enabled"
        out should include("spark.yarn.maxAppAttempts=1")
      }
  }

  describe("YARN's cluster mode") {
    val attempts = "spark.yarn.maxAppAttempts=1"
    val yarn = Seq("train", "--spark", "--master", "yarn")

    it("starts a driver that was refused once, unless told otherwise") {
      mavenThatBuilds()
      submitted(yarn ++ Seq("--deploy-mode", "cluster"): _*) should contain(attempts)
      submitted(yarn ++ Seq("--conf", "spark.submit.deployMode=cluster"): _*) should contain(attempts)
      submitted(yarn: _*) should not contain attempts
      val two = submitted(yarn ++ Seq("--deploy-mode=cluster", "--conf", "spark.yarn.maxAppAttempts=2"): _*)
      two should contain inOrder (attempts, "spark.yarn.maxAppAttempts=2")
    }
  }

  describe("the quickstart") {
    it("brings the jars of both jobs, and those of the user") {
      mavenThatBuilds()
      Terminal.write(place.resolve("my.jar"), "")
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

  private def environment: Map[String, String] = Map(
    "PATH" -> tools.toString,
    "JAVA_HOME" -> "",
    "HOME" -> home.toString,
    "TMPDIR" -> temporary.toString,
    "XDG_CACHE_HOME" -> "",
    "DJL_CACHE_DIR" -> "",
    "ENGINE_CACHE_DIR" -> "")

  private def tauspark(arguments: Seq[String], further: Map[String, String]): Outcome =
    Terminal.run(checkout.resolve("bin/tauspark").toString +: arguments, place, environment ++ further)

  /** As a user who has no name, may read everything here, and owns nothing. */
  private def asStranger(arguments: Seq[String]): Outcome = {
    val paths = Files.walk(place)
    try paths.filter(path => Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)).forEach { directory =>
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"))
        ()
      }
    finally paths.close()
    val stranger = Seq(onPath("setpriv").toString, "--reuid=4711", "--regid=4711", "--clear-groups")
    Terminal.run((stranger :+ checkout.resolve("bin/tauspark").toString) ++ arguments, place, environment)
  }

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
         |for name in SPARK_LOCAL_IP SPARK_LOCAL_DIRS SPARK_SUBMIT_OPTS DJL_CACHE_DIR LC_ALL; do
         |  echo "$$name $${!name:-}"
         |done
         |printf '> %s\\n' "$$@"
         |eval "$${JOB:-}"
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
