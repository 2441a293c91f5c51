package io.tauspark.laplacian

import java.nio.charset.StandardCharsets.UTF_8
import java.nio.file.{Files, LinkOption, Path}

import scala.collection.JavaConverters._

import io.tauspark.config.InvalidInput
import io.tauspark.score.ScoreJob
import io.tauspark.shard.ShardJob
import io.tauspark.testing.SparkSpec
import org.apache.commons.io.FileUtils
import org.scalatest.{BeforeAndAfterEach}
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

class OutputSpec extends AnyFunSpec with Matchers with SparkSpec with BeforeAndAfterEach {
  private var at: Path = _

  override def beforeEach(): Unit = at = Files.createTempDirectory("output")

  override def afterEach(): Unit = FileUtils.deleteDirectory(at.toFile)

  private def put(name: String, content: String = "mine"): Path = {
    val file = at.resolve(name)
    Files.createDirectories(file.getParent)
    Files.write(file, content.getBytes(UTF_8))
  }

  private def link(name: String, to: String): Unit = {
    Files.createDirectories(at.resolve(name).getParent)
    Files.createSymbolicLink(at.resolve(name), at.resolve(to))
    ()
  }

  /** An earlier output of a command, as far as names go, at "out". */
  private def earlier(command: String): Unit = {
    val marker = if (command == "score") "_provenance.json" else "provenance.json"
    put(s"out/$marker", s"""{"job": "$command"}""")
    if (command == "score") {
      put("out/_SUCCESS", "")
      put("out/part-00000-00000000-0000-0000-0000-000000000001-c000.snappy.parquet")
    } else {
      put("out/manifest.json", "{}")
      put("out/train/part-00000.jsonl.gz")
    }
    ()
  }

  /** An own file of the earlier output. */
  private def own(command: String): String =
    if (command == "score") "out/part-00000-00000000-0000-0000-0000-000000000001-c000.snappy.parquet"
    else "out/train/part-00000.jsonl.gz"

  private def run(command: String, input: String, output: String, more: String*): Unit = {
    val settings = Seq(s"input=$input", s"output=$output") ++ more
    command match {
      case "shard" => ShardJob.run(spark, ShardJob.configure(settings: _*))
      case "score" => ScoreJob.run(spark, ScoreJob.configure(settings ++ Seq(s"memory=$at/memory", "embedding=e"): _*))
      case "laplacian" => LaplacianJob.run(spark, LaplacianJob.configure(settings: _*))
    }
    ()
  }

  /** Names, contents, where links lead. */
  private def tree: Map[String, String] = {
    val all = Files.walk(at)
    try all.iterator.asScala.map { path =>
      at.relativize(path).toString -> (
        if (Files.isSymbolicLink(path)) s"-> ${Files.readSymbolicLink(path)}"
        else if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) "directory"
        else new String(Files.readAllBytes(path), UTF_8))
    }.toMap
    finally all.close()
  }

  private def refused(command: String, input: String, output: String, more: String*)(words: String*): Unit = {
    val before = tree
    val message = (the[InvalidInput] thrownBy run(command, input, output, more: _*)).getMessage
    for (word <- words) message should include(word)
    message.linesIterator should have size 1
    tree shouldBe before
  }

  private val overwrite = "overwrite=true"

  for (command <- Seq("shard", "score")) {
    def refusedOver(input: String, output: String = "out")(words: String*): Unit =
      refused(command, s"$at/$input", s"$at/$output", overwrite)(words: _*)

    describe(s"$command with overwrite=true") {
      it("leaves a directory alone that it did not make") {
        put("in.jsonl")
        put("out/precious.txt")
        refusedOver("in.jsonl")(s"no earlier output of '$command'", "give another output")
      }

      it("leaves an output of another command alone") {
        put("in.jsonl")
        earlier(if (command == "score") "shard" else "score")
        refusedOver("in.jsonl")(s"no earlier output of '$command'")
        put(if (command == "score") "out/_provenance.json" else "out/provenance.json", """{"job": "train"}""")
        refusedOver("in.jsonl")(s"is an output of 'train', not of '$command'")
      }

      for (foreign <- Seq("notes.txt", ".DS_Store", "train/mine.txt", "_rejected/mine.txt", "model/weights.bin"))
        it(s"leaves an earlier output alone that holds $foreign") {
          put("in.jsonl")
          earlier(command)
          put(s"out/$foreign")
          refusedOver("in.jsonl")("holds '", s"which '$command' did not write")
        }

      it("leaves alone what a link in an earlier output leads to") {
        put("in.jsonl")
        put("elsewhere/mine.txt")
        earlier(command)
        link("out/rejected", "elsewhere")
        refusedOver("in.jsonl")("exists and holds 'rejected'")
      }

      it("leaves alone what it reads, by whatever name") {
        earlier(command)
        link("link", "out")
        link("links/deep.jsonl", own(command))
        put("beside/in.jsonl")
        for (input <- Seq("out", "out/", own(command), "beside/../out", "link", s"lin?/${own(command).drop(4)}", "links", "o*"))
          refusedOver(input)(s"input '$at/$input' lies in '")
        for (scheme <- Seq("file:", "file://"))
          refused(command, s"$scheme$at/out", s"$at/out", overwrite)("lies in '")
        refused(command, s"$at/out", s"$at/link", overwrite)("lies in '")
        refused(command, s"$at/out", s"$at/beside/../out/", overwrite)("lies in '")
      }

      it("replaces nothing within what it reads") {
        put("in.jsonl")
        earlier(command)
        refused(command, at.toString, s"$at/out", overwrite)("lies in input '", "give an output outside of it")
        refused(command, at.toString, s"$at/new")("lies in input '")
        link("link", ".")
        refused(command, s"$at/link", s"$at/out", overwrite)("lies in input '")
      }

      it("leaves a file alone, and what a link leads to") {
        put("in.jsonl")
        put("file")
        put("precious/mine.txt")
        link("link", "precious")
        refusedOver("in.jsonl", "file")("exists and is a file")
        refusedOver("in.jsonl", "link")("precious' exists and is no earlier output")
        refusedOver("in.jsonl", "in.jsonl")("exists and is a file")
      }
    }

    describe(s"$command without overwrite") {
      it("names it where it would help, and only there") {
        put("in.jsonl")
        earlier(command)
        refused(command, s"$at/in.jsonl", s"$at/out")("exists; give another output or set overwrite=true")
        put("out/notes.txt")
        refused(command, s"$at/in.jsonl", s"$at/out")("'notes.txt'", "give another output")
      }
    }
  }

  for (command <- Seq("shard", "score", "laplacian"))
    describe(s"the output of $command") {
      it("is refused where nothing can be made") {
        put("in.jsonl")
        refused(command, s"$at/in.jsonl", s"$at/in.jsonl/out")("cannot be made", "in.jsonl' is a file")
        refused(command, s"$at/in.jsonl", "/proc/nope/out")("'file:/proc/nope/out' cannot be written")
        refused(command, s"$at/in.jsonl", "/")("is the root")
        refused(command, s"$at/in.jsonl", "\"s3a://bucket/out\"")("--packages org.apache.hadoop:hadoop-aws:")
        refused(command, "\"s3a://bucket/in\"", s"$at/out")("--packages org.apache.hadoop:hadoop-aws:")
        refused(command, s"$at/in.jsonl", "\"gs://bucket/out\"")("gcs-connector")
        refused(command, s"$at/in.jsonl", "\"hdfs://no-such-host.invalid/out\"")("'no-such-host.invalid' is unknown")
      }
    }

  describe("score") {
    it("replaces no output that its memory lies in, nor one in the memory") {
      put("in.jsonl")
      earlier("score")
      link("memory", "out")
      refused("score", s"$at/in.jsonl", s"$at/out", overwrite)(s"memory '$at/memory' lies in '")
      Files.delete(at.resolve("memory"))
      Files.createDirectories(at.resolve("memory"))
      refused("score", s"$at/in.jsonl", s"$at/memory/scores")(s"lies in memory '$at/memory'")
    }

    it("leaves files of another write alone") {
      put("in.jsonl")
      earlier("score")
      put("out/part-00000-00000000-0000-0000-0000-000000000002-c000.snappy.parquet")
      refused("score", s"$at/in.jsonl", s"$at/out", overwrite)("000000000002-c000.snappy.parquet'")
    }
  }

  describe("laplacian") {
    it("makes no memory in what it reads, in a file, or in the place of somebody's CURRENT") {
      put("corpus/in.jsonl")
      refused("laplacian", s"$at/corpus", s"$at/corpus")("lies in input '")
      refused("laplacian", s"$at/corpus", s"$at/corpus/memory")("lies in input '")
      refused("laplacian", s"$at/corpus", s"$at/corpus/in.jsonl")("is a file")
      put("database/CURRENT", "MANIFEST-000005\n")
      refused("laplacian", s"$at/corpus", s"$at/database")("is no memory: it has a file 'CURRENT'")
    }
  }

  describe("shards of a real corpus") {
    it("replace earlier ones where a link leads to them, and leave nothing beside") {
      val lines = (1 to 200).map(i => s"""{"id": "$i", "text": "text number $i of many, squared ${i * i}"}""")
      put("in.jsonl", lines.mkString("", "\n", "\n"))
      link("out", "disk/shards")
      Files.createDirectories(at.resolve("disk"))
      run("shard", s"$at/in.jsonl", s"$at/disk/shards", "seed=1")
      val first = tree("disk/shards/manifest.json")
      put("disk/.shards.staging-0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f/manifest.json")
      run("shard", s"$at/in.jsonl", s"$at/out", "seed=2", overwrite)
      tree("disk/shards/manifest.json") should not be first
      tree("out") should startWith("-> ")
      at.resolve("disk").toFile.list shouldBe Array("shards")
      at.toFile.list.toSet shouldBe Set("in.jsonl", "out", "disk")
    }
  }
}
