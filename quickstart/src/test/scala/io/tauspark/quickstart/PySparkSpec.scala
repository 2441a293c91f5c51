package io.tauspark.quickstart

import java.nio.file.Files

import scala.util.Try

import org.apache.spark.SPARK_VERSION
import org.apache.spark.ml.PipelineStage
import org.scalatest.BeforeAndAfterAll
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

/** python/tauspark.py, and the examples of docs/pipelines.md: in Scala always, in Python where `python3` can import PySpark. */
class PySparkSpec extends AnyFunSpec with Matchers with BeforeAndAfterAll {
  private lazy val place = Terminal.emptyDirectory()
  private val wrapper = Terminal.repository.resolve("python/tauspark.py")
  private val page = Terminal.repository.resolve("docs/pipelines.md")

  override def afterAll(): Unit = Terminal.delete(place)

  /** Smaller than what the page shows. */
  private val changes = Map(
    "\"steps=500\"" -> ("\"steps=2\", \"workers=1\", \"model.layers=1\", \"model.context=24\", \"batch.windows=2\", " +
      "\"batch.micro-batches=1\", \"samples.tokens=0\""),
    "tokens=20" -> "tokens=2")

  describe("the classes that python/tauspark.py names") {
    val text = Terminal.text(wrapper)

    it("are jobs, with the methods that it calls") {
      val jobs = "Job\\(\"(io\\.tauspark\\.[\\w.]+)\"\\)".r.findAllMatchIn(text).map(_.group(1)).toSeq
      val known = "`(io\\.tauspark\\.[\\w.]+Job)`".r
        .findAllMatchIn(Terminal.text(Terminal.repository.resolve("docs/architecture.md"))).map(_.group(1)).toSet
      jobs.toSet shouldBe known
      for (job <- jobs; method <- Seq("configure", "run")) {
        Class.forName(job).getMethods.map(_.getName) should contain(method)
      }
    }

    it("are stages, each in its package, and all that there are") {
      val found = "(?s)class (\\w+)\\([^)]*\\):\n    \"\"\"[^\"]*\"\"\"\n\n    __module__ = \"([\\w.]+)\"".r
        .findAllMatchIn(text).map(stage => s"${stage.group(2)}.${stage.group(1)}").toSeq
      found should have size 6
      for (name <- found) classOf[PipelineStage].isAssignableFrom(Class.forName(name)) shouldBe true
      val registered = "for _package in \\((.*)\\):".r.findFirstMatchIn(text).get.group(1)
      for (name <- found) registered should include("\"" + name.replaceAll("\\.\\w+$", "") + "\"")
    }
  }

  describe("the Scala example of docs/pipelines.md") {
    it("runs in Spark's interpreter") {
      val corpus = Corpus.write(place.resolve("corpus.jsonl"))
      val example = "(?s)```scala\n(.*?)```".r.findFirstMatchIn(Terminal.text(page)).get.group(1)
      val code = (changes + ("corpus.jsonl" -> corpus.toString) + ("domain-model" -> s"$place/scala-model"))
        .foldLeft(example) { case (some, (old, small)) =>
          some should include(old)
          some.replace(old, small)
        }
      val spark = NoteSession.open(place.resolve("classes"))
      try {
        val note = io.tauspark.store.Json.line(
          java.util.Map.of("paragraphs", Array(java.util.Map.of("text", s"%spark\n$code"))))
        val paragraph = new NoteRunner(spark, place.resolve("classes"), Map.empty)
          .run(Terminal.write(place.resolve("note.json"), note)).last
        withClue(paragraph.toString) {
          paragraph.failed shouldBe false
          paragraph.printed should include("bits_per_byte")
        }
      } finally spark.stop()
    }
  }

  describe("python/tauspark.py") {
    it("calls jobs and stages from PySpark, and runs the Python examples of docs/pipelines.md") {
      val version = Try(Terminal.run(Seq("python3", "-c", "import pyspark; print(pyspark.__version__)"), place)).toOption
        .filter(_.exit == 0).map(_.out.trim)
      assume(version.nonEmpty, "did not run: python3 cannot import pyspark, so nothing was called from Python")
      def minor(name: String) = name.split("\\.").take(2).mkString(".")
      assume(minor(version.get) == minor(SPARK_VERSION), s"did not run: python3 has PySpark ${version.get}, and this is Spark $SPARK_VERSION")
      val directory = Files.createDirectory(place.resolve("python"))
      Corpus.write(directory.resolve("corpus.jsonl"))
      val jars = Seq("laplacian", "train").map(job => Terminal.repository.resolve(s"$job-job/target/tauspark-$job.jar"))
      val result = Terminal.run(
        Seq("python3", s"${Terminal.repository}/quickstart/src/test/python/tauspark_test.py", page.toString) ++
          changes.map { case (old, small) => s"$old=>$small" },
        directory,
        Map(
          "PYTHONPATH" -> (wrapper.getParent.toString +: sys.env.get("PYTHONPATH").toSeq).mkString(":"),
          "PYSPARK_SUBMIT_ARGS" -> s"--master local[2] --jars ${jars.mkString(",")} pyspark-shell"))
      withClue(result.all) {
        result.exit shouldBe 0
        result.out should include("all of it")
      }
    }
  }
}
