package io.tauspark.quickstart

import java.nio.file.{Files, Path}

import io.tauspark.quickstart.Terminal.Outcome
import org.scalatest.BeforeAndAfterEach
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

/** The commands with the real jars and the embedded Spark, as a user and as a scheduler would start them. */
class CommandSpec extends AnyFunSpec with Matchers with BeforeAndAfterEach {
  private val launcher = s"${Terminal.repository}/bin/tauspark"
  private val submit = s"${Terminal.repository}/target/spark/bin/spark-submit"
  private var place: Path = _

  override def beforeEach(): Unit = place = Terminal.emptyDirectory()

  override def afterEach(): Unit = Terminal.delete(place)

  private val jobs = Seq(
    ("shard", "shard.ShardJob", "laplacian-job/target/tauspark-laplacian.jar", "shards"),
    ("laplacian", "laplacian.LaplacianJob", "laplacian-job/target/tauspark-laplacian.jar", "seed"),
    ("train", "train.TrainJob", "train-job/target/tauspark-train.jar", "steps"))

  for ((command, main, jar, number) <- jobs) describe(s"$command with settings that cannot be used") {
    val ways = Seq(
      "bin/tauspark" -> Seq(launcher, command),
      "spark-submit" -> Seq(submit, "--class", s"io.tauspark.$main", s"${Terminal.repository}/$jar"))
    for ((way, start) <- ways)
      it(s"names every one of them and writes nothing, through $way") {
        val file = Terminal.write(place.resolve("my.conf"), "flavour = sweet\ninput-of-nothing = 1\n")
        val before = entries()
        val settings = Seq("output=made", "colour=red", s"$number=some").flatMap(Seq("--set", _))
        val refused = run(start ++ Seq("--config", file.getFileName.toString) ++ settings)
        refused.exit shouldBe 2
        for (key <- Seq("flavour", "input-of-nothing", "colour", number)) {
          refused.err.linesIterator.count(_.startsWith(s"$key:")) shouldBe 1
        }
        refused.err should not include "\tat "
        refused.out shouldBe empty
        entries() shouldBe before
      }
  }

  describe("help of a command") {
    for (command <- Seq("quickstart", "shard", "tokenizer", "laplacian", "train", "sweep", "compare", "generate", "complete",
        "evaluate", "report"))
      it(s"comes from the job: $command") {
        val shown = run(Seq(launcher, command, "--help"))
        shown.exit shouldBe 0
        shown.out should (include("--config") and include("--set"))
        shown.err shouldBe empty
      }
  }

  describe("a relative path") {
    it("belongs to the directory the user called from, not to the repository") {
      Corpus.write(place.resolve("animals.jsonl"))
      Files.createSymbolicLink(place.resolve("tau spark"), Terminal.repository.resolve("bin/tauspark"))
      val made = run(Seq("./tau spark", "shard", "--set", "input=animals.jsonl", "--set", "output=made"))
      withClue(made.all) { made.exit shouldBe 0 }
      Files.exists(place.resolve("made/manifest.json")) shouldBe true
      entries() shouldBe Seq("animals.jsonl", "made", "tau spark")
    }
  }

  describe("a file system of spark-defaults.conf") {
    it("is known to a command that opens no session") {
      val link = s"spark.hadoop.fs.viewfs.mounttable.far.link./runs ${place.toUri}\n"
      Terminal.write(place.resolve("conf/spark-defaults.conf"), link)
      Files.createDirectory(place.resolve("first"))
      val refused = Terminal.run(
        Seq(launcher, "report", "--run", "viewfs://far/runs/first"),
        place,
        Map("SPARK_CONF_DIR" -> place.resolve("conf").toString))
      refused.exit shouldBe 2
      refused.err should include("'viewfs://far/runs/first' holds no run")
    }
  }

  describe("the embedded Spark") {
    it("has Scala's interpreter, as a notebook needs it") {
      val shell = s"${Terminal.repository}/target/spark/bin/spark-shell"
      val lines = "case class Row(n: Int)\\nprintln(\"sum \" + spark.createDataset(Seq(Row(3), Row(4))).map(_.n).collect().sum)\\n"
      val told = Terminal.run(
        Seq("bash", "-c", s"printf '$lines' | '$shell' --master 'local[1]'"), place, Map("SPARK_LOCAL_IP" -> "127.0.0.1"))
      withClue(told.all) { told.exit shouldBe 0 }
      told.out should include("sum 7")
    }
  }

  describe("the examples in conf") {
    val commands = Map(
      "quickstart.conf" -> "quickstart",
      "cluster-laplacian.conf" -> "laplacian",
      "arrowspace-memory.conf" -> "laplacian",
      "cluster-train.conf" -> "train",
      "first.conf" -> "train",
      "30m.conf" -> "train",
      "reference-recipe.conf" -> "train",
      "quality.conf" -> "compare")

    it("are all tried here") {
      val files = Terminal.repository.resolve("conf").toFile.list.filter(_.endsWith(".conf"))
      files.toSet - "spark-defaults.conf" shouldBe commands.keySet
    }

    for ((file, command) <- commands)
      it(s"hold only settings that $command knows: $file") {
        // What they leave to the command line.
        val missing = Map(
          "quality.conf" -> Seq("data=d", "memory=m", "output=o"),
          "first.conf" -> Seq("data=d", "memory=m", "output=o", "tokenizer=bytes"))
        val settings = (missing.getOrElse(file, Seq()) :+ "colour=red").flatMap(Seq("--set", _))
        val refused = run(Seq(launcher, command, "--config", s"${Terminal.repository}/conf/$file") ++ settings)
        refused.exit shouldBe 2
        refused.err.linesIterator.toList.map(_.takeWhile(_ != ':')) shouldBe List("colour")
      }
  }

  private def run(command: Seq[String]): Outcome = Terminal.run(command, place)

  private def entries(): Seq[String] = place.toFile.list.toList.sorted
}
