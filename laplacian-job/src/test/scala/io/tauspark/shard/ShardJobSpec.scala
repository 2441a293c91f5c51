package io.tauspark.shard

import java.nio.charset.StandardCharsets.UTF_8
import java.nio.file.{Files, Path}
import java.util.zip.GZIPInputStream

import scala.collection.JavaConverters._

import io.tauspark.config.{InvalidInput, Settings}
import io.tauspark.job.JobCommand
import io.tauspark.shards.{ShardManifest, ShardReader, Split}
import io.tauspark.store.Json
import io.tauspark.testing.SparkSpec
import org.apache.commons.io.FileUtils
import org.apache.hadoop.conf.Configuration
import org.scalatest.{BeforeAndAfterEach}
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

class ShardJobSpec extends AnyFunSpec with Matchers with SparkSpec with BeforeAndAfterEach {
  private var directory: Path = _
  private val hadoop = new Configuration()

  /** Enough for five percent of them to be several. */
  private val corpus: Seq[String] = (1 to 300).map(i => row(s"doc-$i", s"text number $i, squared ${i * i}"))

  override def beforeEach(): Unit = directory = Files.createTempDirectory("shard")

  override def afterEach(): Unit = FileUtils.deleteDirectory(directory.toFile)

  private def row(id: String, text: String): String = Json.line(java.util.Map.of("id", id, "text", text))

  private def file(name: String, lines: Seq[String]): Path = {
    val path = directory.resolve(name)
    Files.createDirectories(path.getParent)
    Files.write(path, lines.mkString("", "\n", "\n").getBytes(UTF_8))
  }

  private def config(input: Path, output: String, settings: String*): ShardConfig =
    Settings.read(ShardJob.defaults(), null,
      (Seq(s"input=$input", s"output=${directory.resolve(output)}") ++ settings).asJava, (s: Settings) => ShardConfig.from(s))

  private def shard(input: Path, output: String, settings: String*): ShardReport =
    ShardJob.run(spark, config(input, output, settings: _*))

  private def refusal(input: Path, output: String, settings: String*): String =
    (the[InvalidInput] thrownBy shard(input, output, settings: _*)).getMessage

  /** Id and text of every document of a split, in order, part after part. */
  private def documents(output: String, split: Split): Seq[(String, String)] = {
    val shards = new org.apache.hadoop.fs.Path(directory.resolve(output).toUri)
    ShardManifest.read(shards, hadoop).parts(split).asScala.flatMap { part =>
      val reader = ShardReader.open(shards, part, hadoop)
      try reader.asScala.map(document => document.id -> document.text).toList finally reader.close()
    }
  }

  private def ids(output: String, split: Split): Seq[String] = documents(output, split).map(_._1)

  private def files(output: String): Map[String, Seq[Byte]] = {
    val root = directory.resolve(output)
    FileUtils.listFiles(root.toFile, null, true).asScala
      .map(file => root.relativize(file.toPath).toString -> Files.readAllBytes(file.toPath).toSeq).toMap
  }

  private def rejected(output: String): Seq[String] = lines(s"$output/rejected/part-00000.jsonl.gz")

  private def lines(name: String): Seq[String] = {
    val in = new GZIPInputStream(Files.newInputStream(directory.resolve(name)))
    try new String(in.readAllBytes(), UTF_8).linesIterator.toList finally in.close()
  }

  private def names: Set[String] = directory.toFile.list().toSet

  describe("sharding a corpus") {
    it("puts every document into exactly one part and describes them in the manifest") {
      val report = shard(file("in.jsonl", corpus), "out", "shards=3")
      files("out").keySet shouldBe Set(
        "manifest.json", "provenance.json", "train/part-00000.jsonl.gz", "train/part-00001.jsonl.gz",
        "train/part-00002.jsonl.gz", "validation/part-00000.jsonl.gz", "validation/part-00001.jsonl.gz")
      names shouldBe Set("in.jsonl", "out")
      val all = documents("out", Split.TRAIN) ++ documents("out", Split.VALIDATION)
      all should contain theSameElementsAs (1 to 300).map(i => s"doc-$i" -> s"text number $i, squared ${i * i}")
      ids("out", Split.VALIDATION) should contain theSameElementsAs
        (1 to 300).map(i => s"doc-$i").filter(Split.of(_, 0.05) == Split.VALIDATION)

      val manifest = report.manifest()
      manifest shouldBe ShardManifest.read(new org.apache.hadoop.fs.Path(report.output()), hadoop)
      manifest.verify(new org.apache.hadoop.fs.Path(report.output()), hadoop)
      manifest.records() shouldBe 300
      manifest.duplicates() shouldBe 0
      manifest.rejected() shouldBe empty
      manifest.documents(Split.TRAIN) + manifest.documents(Split.VALIDATION) shouldBe 300
      report.summary() should include("300 records read: 0 duplicates, 0 near duplicates, rejected: none")
      report.summary() should include(directory.resolve("out").toString)
    }

    it("shuffles the documents, differently for every seed") {
      val input = file("in.jsonl", corpus)
      shard(input, "a", "seed=1")
      shard(input, "b", "seed=2")
      val given = (1 to 300).map(i => s"doc-$i").filter(Split.of(_, 0.05) == Split.TRAIN)
      ids("a", Split.TRAIN) should not be given
      ids("a", Split.TRAIN) should contain theSameElementsAs given
      ids("a", Split.TRAIN) should not be ids("b", Split.TRAIN)
    }

    it("never moves a document between training and validation, whatever the seed and the other documents") {
      shard(file("in.jsonl", corpus), "a", "seed=1")
      shard(file("more.jsonl", corpus.drop(50) ++ (301 to 400).map(i => row(s"doc-$i", s"more $i"))), "b", "seed=2")
      val (training, validation) = (ids("a", Split.TRAIN).toSet, ids("a", Split.VALIDATION).toSet)
      validation should not be empty
      ids("b", Split.TRAIN).toSet intersect validation shouldBe empty
      ids("b", Split.VALIDATION).toSet intersect training shouldBe empty
    }

    it("says what it came from") {
      shard(file("in.jsonl", corpus), "out", "seed=7")
      val provenance = Json.tree(Files.readString(directory.resolve("out/provenance.json")), "provenance")
      provenance.path("job").asText() shouldBe "shard"
      provenance.path("config").path("seed").asLong() shouldBe 7
      provenance.path("inputs").path("records").asLong() shouldBe 300
      provenance.path("seconds").has("write") shouldBe true
    }
  }

  describe("one corpus in any number of files") {
    it("gives the same bytes") {
      val messy = corpus ++ corpus.take(40) ++ Seq(row("other-id", "text number 1, squared 1"), row("doc-2", "another"))
      val outputs = for (parts <- Seq(1, 2, 7)) yield {
        val shuffled = new scala.util.Random(parts).shuffle(messy)
        shuffled.grouped((messy.size + parts - 1) / parts).zipWithIndex
          .foreach { case (lines, i) => file(s"in-$parts/$i.jsonl", lines) }
        directory.resolve(s"in-$parts").toFile.list() should have length parts
        // One file per partition: small ones would be packed together.
        spark.conf.set("spark.sql.files.openCostInBytes", spark.conf.get("spark.sql.files.maxPartitionBytes"))
        try shard(directory.resolve(s"in-$parts"), s"out-$parts", "shards=5", "near-duplicates.threshold=0.5")
        finally spark.conf.unset("spark.sql.files.openCostInBytes")
        files(s"out-$parts").filter { case (name, _) => name.endsWith(".gz") && !name.startsWith("rejected/") }
      }
      outputs.head should have size 7
      outputs(1) shouldBe outputs.head
      outputs(2) shouldBe outputs.head
    }
  }

  describe("the parts") {
    it("are about equal in bytes, although documents are not") {
      val random = new scala.util.Random(3)
      val uneven = (1 to 600).map(i => row(s"doc-$i", "x" * (10 + math.exp(3 + 1.2 * random.nextGaussian()).toInt)))
      val largest = uneven.map(_.length).max
      shard(file("in.jsonl", uneven), "out", "shards=6")
      val bytes = (0 until 6).map { i =>
        val in = new GZIPInputStream(Files.newInputStream(directory.resolve(f"out/train/part-$i%05d.jsonl.gz")))
        try in.readAllBytes().length finally in.close()
      }
      bytes.max - bytes.min should be <= 2 * largest
    }
  }

  describe("documents that occur twice") {
    it("are told by their text whatever its case and its blanks, and stay as they were") {
      val input = file("in.jsonl", corpus ++ Seq(row("a-copy", "TEXT \t number 5,\u00a0squared 25\n")))
      shard(input, "out").manifest().duplicates() shouldBe 1
      val all = (documents("out", Split.TRAIN) ++ documents("out", Split.VALIDATION)).toMap
      all("a-copy") shouldBe "TEXT \t number 5,\u00a0squared 25\n"
      all.keySet should not contain "doc-5"
    }

    it("are kept once by text, under the smallest id, and counted") {
      val input = file("in.jsonl", corpus ++ Seq(row("copy-of-5", "text number 5, squared 25"), corpus.head, corpus.head))
      shard(input, "out").manifest().duplicates() shouldBe 3
      val all = (documents("out", Split.TRAIN) ++ documents("out", Split.VALIDATION)).toMap
      all should have size 300
      all("copy-of-5") shouldBe "text number 5, squared 25"
      all.keySet should not contain "doc-5"
    }

    it("are rejected if only their id is the same, all but one") {
      val input = file("in.jsonl", corpus ++ Seq(row("doc-5", "zebra"), row("doc-5", "aardvark")))
      val manifest = shard(input, "out").manifest()
      manifest.rejected().asScala shouldBe Map("duplicate-id" -> 2)
      manifest.documents().values().asScala.map(_.longValue).sum shouldBe 300
      val all = documents("out", Split.TRAIN) ++ documents("out", Split.VALIDATION)
      all.toMap.apply("doc-5") shouldBe "aardvark"
      all.map(_._1).distinct should have size 300
      val kept = rejected("out").map(Json.tree(_, "rejected"))
      kept.map(line => Json.tree(line.path("record").asText(), "line").path("text").asText()) should
        contain theSameElementsAs Seq("zebra", "text number 5, squared 25")
      kept.map(_.path("reason").asText()).distinct shouldBe Seq("duplicate-id")
    }
  }

  describe("documents that nearly occur twice") {
    val essay = (1 to 60).map(i => s"word$i").mkString(" ")
    val resembling = Seq(row("zz-copy", essay.replace("word30", "other")), row("an-essay", essay))

    it("stay unless it is asked otherwise") {
      shard(file("in.jsonl", corpus ++ resembling), "out").manifest().nearDuplicates() shouldBe 0
      files("out").keys.filter(_.startsWith("near")) shouldBe empty
    }

    it("are removed, counted and listed with what they resemble") {
      val report = shard(file("in.jsonl", corpus ++ resembling), "out", "near-duplicates.threshold=0.8")
      report.manifest().nearDuplicates() shouldBe 1
      report.manifest().records() shouldBe 302
      report.summary() should include("302 records read: 0 duplicates, 1 near duplicates")
      val all = (documents("out", Split.TRAIN) ++ documents("out", Split.VALIDATION)).toMap
      all should have size 301
      all.keySet should contain("an-essay")
      // 56 shingles each; the five around the word differ.
      lines("out/near-duplicates/part-00000.jsonl.gz") shouldBe
        Seq(s"""{"id":"zz-copy","resembles":"an-essay","similarity":${51.0 / 61}}""")
      spark.sparkContext.getPersistentRDDs shouldBe empty
    }
  }

  describe("other formats") {
    it("are sharded alike") {
      import org.apache.spark.sql.functions.col
      val texts = (1 to 300).map(i => s"text number $i, squared ${i * i}")
      shard(file("in.txt", texts), "text", "format=text").manifest().records() shouldBe 300
      spark.read.json(file("in.jsonl", corpus).toString).select(col("id").as("key"), col("text").as("body"))
        .write.parquet(directory.resolve("in.parquet").toString)
      shard(directory.resolve("in.parquet"), "parquet", "format=parquet", "text=body", "id=key")
      shard(directory.resolve("in.jsonl"), "jsonl")
      def parts(output: String) = files(output).filterKeys(_.endsWith(".gz")).toMap
      parts("parquet") shouldBe parts("jsonl")
      (documents("text", Split.TRAIN) ++ documents("text", Split.VALIDATION)).map(_._2).toSet shouldBe texts.toSet
    }
  }

  describe("lines that are no documents") {
    it("are counted by reason and kept") {
      val input = file("in.jsonl", corpus ++ Seq("{broken", "[1]", """{"id": "x"}""", "{broken 2", ""))
      val report = shard(input, "out")
      report.manifest().rejected().asScala shouldBe
        Map("broken-json" -> 2, "missing-text" -> 1, "not-an-object" -> 1)
      report.manifest().records() shouldBe 304
      report.summary() should include("rejected: broken-json 2, missing-text 1, not-an-object 1")
      val kept = rejected("out").map(Json.tree(_, "rejected"))
      kept.map(line => line.path("reason").asText() -> line.path("record").asText()) shouldBe Seq(
        "broken-json" -> "{broken", "broken-json" -> "{broken 2", "missing-text" -> """{"id": "x"}""",
        "not-an-object" -> "[1]")
      kept.map(_.path("line").asInt()) shouldBe Seq(301, 304, 303, 302)
      kept.foreach(_.path("file").asText() should endWith("/in.jsonl"))
    }

    it("stop the job if they are more than allowed") {
      val input = file("in.jsonl", corpus ++ Seq.fill(10)("{broken") ++ Seq.fill(10)("[1]"))
      refusal(input, "out") should startWith("20 of the 320 records of input")
      refusal(input, "out") should include("(broken-json 10, not-an-object 10), more than rejected.limit = 0.05 allows")
      names shouldBe Set("in.jsonl")
      shard(input, "out", "rejected.limit=0.0625").manifest().records() shouldBe 320
    }
  }

  describe("what cannot be sharded") {
    it("is refused with the setting to change, and nothing is written") {
      val input = file("in.jsonl", corpus.take(60))
      refusal(input, "deep/out", "shards=100") should include("too few for shards = 100: lower shards")
      refusal(input, "out", "validation.fraction=0.0001") should include("raise validation.fraction")
      refusal(input, "out", "validation.parts=50") should include("lower validation.parts")
      refusal(directory.resolve("nothing"), "out") should include("nothing' does not exist")
      refusal(input, "out", "text=body") should include("no document with a field 'body'")
      names shouldBe Set("in.jsonl")
      spark.sparkContext.getPersistentRDDs shouldBe empty
    }
  }

  describe("an output that is there already") {
    it("stays unless it may be overwritten") {
      val input = file("in.jsonl", corpus)
      shard(input, "out", "seed=1")
      val before = files("out")
      refusal(input, "out", "seed=2") should include("exists; give another output or set overwrite=true")
      files("out") shouldBe before
      shard(input, "out", "seed=2", "overwrite=true")
      files("out") should not be before
      names shouldBe Set("in.jsonl", "out")
    }

    it("stays if the run that should replace it fails") {
      shard(file("in.jsonl", corpus), "out")
      val before = files("out")
      refusal(file("few.jsonl", corpus.take(60)), "out", "overwrite=true", "shards=100") should include("lower shards")
      files("out") shouldBe before
      names shouldBe Set("in.jsonl", "few.jsonl", "out")
    }

    it("is never replaced if it is something else, or what is being read") {
      val input = file("precious/in.jsonl", corpus)
      refusal(input, "precious", "overwrite=true") should include("is no earlier output of 'shard'")
      shard(input, "out")
      refusal(directory.resolve("out/train"), "out", "overwrite=true") should include("lies in '")
      files("out").keySet should contain("manifest.json")
    }
  }

  describe("the command line") {
    it("refuses settings with exit code 2 before it starts Spark, and writes nothing") {
      val input = file("in.jsonl", corpus)
      val arguments = Array("--set", s"input=$input", "--set", s"output=${directory.resolve("out")}")
      JobCommand.execute(new ShardJob(), arguments ++ Array("--set", "shards=0", "--set", "shard=1")) shouldBe 2
      names shouldBe Set("in.jsonl")
    }
  }
}
