package io.tauspark.refusal

import java.io.ByteArrayOutputStream
import java.nio.charset.StandardCharsets.{UTF_16, UTF_8}
import java.nio.file.{Files, Path}
import java.time.Duration
import java.util.Random
import java.util.zip.GZIPOutputStream

import io.tauspark.compare.SweepJob
import io.tauspark.laplacian.LaplacianJob
import io.tauspark.quickstart.Terminal
import io.tauspark.release.Lease
import io.tauspark.shard.ShardJob
import io.tauspark.train.TrainJob
import org.apache.hadoop.conf.Configuration
import org.apache.hadoop.fs.{Path => HadoopPath}
import org.apache.spark.sql.SparkSession

/**
 * The files that cases name, made once: corpora good and bad, settings files, then shards, memories, a run and a sweep
 * of the good corpus, and copies of each with one damage.
 */
final class Inputs(place: Path) {
  private val words = "quick brown fox jumps over lazy dog while river stone light moves under bridge wind".split(' ')
  private val random = new Random(1)

  private def sentence(length: Int = 12): String = Seq.fill(length)(words(random.nextInt(words.length))).mkString(" ")

  private def at(name: String): Path = place.resolve(name)

  private def text(name: String, content: String): Unit = { Terminal.write(at(name), content); () }

  private def lines(name: String, lines: Seq[String]): Unit = text(name, lines.map(_ + "\n").mkString)

  private def bytes(name: String, content: Array[Byte]): Unit = {
    Files.createDirectories(at(name).getParent)
    Files.write(at(name), content)
    ()
  }

  private def gzip(content: String): Array[Byte] = {
    val packed = new ByteArrayOutputStream
    val out = new GZIPOutputStream(packed)
    out.write(content.getBytes(UTF_8))
    out.close()
    packed.toByteArray
  }

  def make(): Unit = {
    corpora()
    vectors()
    settings()
    val spark = SparkSession.builder().appName("inputs").getOrCreate()
    try made(spark)
    finally spark.stop()
    damaged()
  }

  private def corpora(): Unit = {
    val documents = (0 until 160).map(i => s"""{"id": "d$i", "text": "${sentence()}"}""")
    lines("documents.jsonl", documents)
    text("empty.jsonl", "")
    text("blank-lines.jsonl", "\n \n\n")
    lines("one.jsonl", documents.take(1))
    lines("same.jsonl", (0 until 20).map(i => s"""{"id": "d$i", "text": "the same"}"""))
    lines("same-id.jsonl", (0 until 20).map(_ => s"""{"id": "d", "text": "${sentence()}"}"""))
    lines("body.jsonl", (0 until 20).map(i => s"""{"id": "d$i", "body": "${sentence()}", "score": $i}"""))
    lines("chat.jsonl", (0 until 20).map(_ => s"""{"messages": [{"role": "user", "content": "${sentence()}"}]}"""))
    lines("half-broken.jsonl", documents.take(10) ++ (0 until 10).map(i => s"""{"id": "x$i", "text": """))
    lines("words.jsonl", (0 until 20).map(_ => sentence()))
    lines("nan.jsonl", (0 until 20).map(i => s"""{"id": "d$i", "body": "${sentence()}", "score": NaN}"""))
    text("listed.jsonl", documents.take(20).mkString("[", ",\n", "]\n"))
    bytes("utf-16.jsonl", documents.take(20).mkString("\n").getBytes(UTF_16))
    lines("hub/data/train.jsonl", documents.take(20))
    text("hub/README.md", "---\nlicense: mit\n---\n# Title\n\nSome words\nmore words\nand more\n")
    bytes("cut.jsonl.gz", gzip(documents.mkString("\n")).dropRight(40))
    text("plain.jsonl.gz", documents.mkString("\n"))
    bytes("unnamed-gzip.jsonl", gzip(documents.mkString("\n")))
    lines("iso/2024-05-01T10:00:00.jsonl", documents.take(80))
    lines("iso/2024-05-01T11:00:00.jsonl", documents.drop(80))
    text("plain.parquet", "these are no columns")
    text("lake/delta/_delta_log/00000000000000000000.json", "{}\n")
    text("lake/delta/part-00000.snappy.parquet", "rows of yesterday")
    bytes("random.bin", { val noise = new Array[Byte](2000); random.nextBytes(noise); noise })
    Files.createDirectories(at("no-files"))
    Files.createDirectories(at("dangling"))
    Files.createSymbolicLink(at("dangling/gone.jsonl"), at("nowhere.jsonl"))
    text("folder/thesis.txt", "precious\n")
    Seq("sweep", "compare").foreach(name => text(s"somebody/$name.json", "{\"precious\": true}\n"))
    text("thesis.txt", "precious\n")
    text("arguments.txt", "--set\ntokens=3\n")
    text("no-tokenizer.json", "{}")
    lines("tour/corpus.jsonl", documents.take(20))
  }

  private def vectors(): Unit = {
    val sound = Seq.fill(60)(Seq.fill(16)(random.nextGaussian()))
    def embeddings(name: String, rows: Seq[Seq[Any]]): Unit =
      lines(name, rows.zipWithIndex.map { case (row, i) => s"""{"id": "v$i", "embedding": ${row.mkString("[", ",", "]")}}""" })
    embeddings("vectors.jsonl", sound)
    embeddings("huge-vectors.jsonl", sound.map(_.map(_ * 1e300)))
    embeddings("tiny-vectors.jsonl", sound.map(_.map(_ * 1e-300)))
    embeddings("long-vectors.jsonl", sound.map(row => row ++ row))
    embeddings("one-feature.jsonl", sound.map(_.take(1)))
    embeddings("two-features.jsonl", sound.map(_.take(2)))
    embeddings("silent-feature.jsonl", sound.map(row => 0.0 +: row.tail))
    embeddings("zero-vectors.jsonl", sound.map(_.map(_ => 0.0)))
    embeddings("word-vectors.jsonl", sound.map(_.map(_ => "\"one\"")))
  }

  private def settings(): Unit = {
    text("syntax.conf", "shards = {\n  steps = \n")
    text("unknown.conf", "\nflavour = sweet\n")
    text("circle.conf", "include \"circle.conf\"\n")
    text("unset.conf", s"text = $${nothing.of.this.name}/out\n")
    text("mixed.conf", "text = [1, 2] out\n")
    text("list.conf", "[1, 2]\n")
    bytes("binary.conf", Files.readAllBytes(at("random.bin")))
    Files.createDirectories(at("directory.conf"))
    text("null.conf", "seed = null\n")
    text("sound.conf", "seed = 7\n")
    text("grid-unknown.conf", "grid { rate.paek = [1e-3] }\n")
    text("grid-empty.conf", "grid { rate.peak = [] }\n")
    text("grid-vast.conf", (0 until 12).map(i => s"grid.a$i = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]\n").mkString)
    text("grid-seed.conf", "grid { seed = [1, 2] }\n")
    text("grid-output.conf", "grid { output = [a, b] }\n")
    text("grid-heads.conf", "grid { model.heads.tau = [4, 5] }\n")
    text("list-of-numbers.conf", "list = [1, 2]\n")
    text("variants.conf", "mine { attention = dot }\nmisspelt { atention = dot }\nlonger { attention = dot, steps = 9 }\nnumber = 5\n" +
      "other { attention = dot, model.vocabulary = 300 }\n")
    text("variants-unset.conf", s"mine { attention = $${no.such} }\n")
  }

  private def made(spark: SparkSession): Unit = {
    ShardJob.run(
      spark,
      ShardJob.configure(
        s"input=${at("documents.jsonl")}",
        s"output=${at("shards")}",
        "shards=2",
        "validation.parts=1",
        "validation.fraction=0.2"))
    for ((name, dimension) <- Seq("memory" -> 32, "narrow-memory" -> 8))
      LaplacianJob.run(
        spark,
        LaplacianJob.configure(
          s"input=${at("shards/train")}",
          s"output=${at(name)}",
          s"embed.dimension=$dimension",
          "graph.topk=6",
          "gate.components=32",
          "gate.hub-share=1"))
    LaplacianJob.run(
      spark,
      LaplacianJob.configure(
        s"input=${at("vectors.jsonl")}",
        s"output=${at("vector-memory")}",
        "embed.kind=column",
        "gate.components=16",
        "gate.hub-share=1"))
    TrainJob.run(spark, TrainJob.configure((training ++ Seq(s"output=${at("run")}")): _*))
    TrainJob.run(
      spark,
      TrainJob.configure((training.filterNot(_.startsWith("memory=")) ++ Seq(
        s"output=${at("dot-run")}",
        "attention=dot",
        "tokenizer=huggingface",
        s"tokenizer-file=${Terminal.repository.resolve("common/src/test/resources/io/tauspark/tokens/byte-level.json")}")): _*))
    SweepJob.run(
      spark,
      SweepJob.configure((s"data=${at("shards")}" +: s"memory=${at("memory")}" +: s"output=${at("sweep")}" +:
        training.drop(2).map("train." + _)): _*))
    ()
  }

  private def training: Seq[String] = Seq(
    s"data=${at("shards")}",
    s"memory=${at("memory")}",
    "tokenizer=bytes",
    "model.width=32",
    "model.layers=1",
    "model.heads.tau=4",
    "model.context=32",
    "workers=1",
    "batch.micro-batches=1",
    "steps=4",
    "samples.tokens=0")

  private def damaged(): Unit = {
    copy("shards", "shards-without-manifest")(delete("manifest.json"))
    copy("shards", "shards-of-noise")(write("manifest.json", "{ not json"))
    copy("shards", "shards-of-tomorrow")(edit("manifest.json", "\"version\" : 1", "\"version\" : 9"))
    copy("shards", "shards-without-part")(delete("train/part-00001.jsonl.gz"))
    copy("shards", "shards-cut")(change("train/part-00000.jsonl.gz", _.dropRight(5)))
    copy("shards", "shards-changed")(change("train/part-00000.jsonl.gz", content => content.updated(content.length / 2, 0.toByte)))

    copy("memory", "memory-lost")(write("CURRENT", "v-20200101T000000Z\n"))
    copy("memory", "memory-without-current")(delete("CURRENT"))
    copy("memory", "memory-blank")(write("CURRENT", ""))
    copy("memory", "memory-outside")(write("CURRENT", "../folder\n"))
    copy("memory", "memory-without-matrix")(release(delete("manifold.parquet")))
    copy("memory", "memory-without-description")(release(delete("manifold.json")))
    copy("memory", "memory-of-noise")(release(write("manifold.json", "{ not json")))
    copy("memory", "memory-changed")(release(change("manifold.parquet", _ => Files.readAllBytes(
      current(at("narrow-memory")).resolve("manifold.parquet")))))
    copy("memory", "memory-of-other-size")(release(edit("manifold.json", "\"Usize\" : 32", "\"Usize\" : 33")))

    copy("run", "run-without-weights")(delete("model/model.safetensors"))
    copy("run", "run-cut")(change("model/model.safetensors", _.dropRight(100)))
    copy("run", "run-of-noise")(write("model/config.json", "{ not json"))
    copy("run", "run-of-tomorrow")(edit("model/config.json", "\"format\" : 2", "\"format\" : 9"))
    copy("run", "run-of-other-shape")(edit("model/config.json", "\"width\" : 32", "\"width\" : 64"))
    copy("run", "run-of-other-bytes")(edit("model/config.json", "\"sha256\" : \"e66088df", "\"sha256\" : \"00000000"))
    copy("dot-run", "run-with-other-tokenizer")(change("model/tokenizer.json", _ ++ "\n".getBytes(UTF_8)))
    copy("dot-run", "run-without-tokenizer")(delete("model/tokenizer.json"))
    copy("run", "run-without-metrics")(delete("metrics.jsonl"))
    copy("run", "run-with-noise")(write("metrics.jsonl", "{ not json\n"))
    copy("run", "begun.unfinished")(edit("run.json", "\"seed\" : 42", "\"seed\" : 43"))
    copy("run", "noise.unfinished")(write("run.json", "{ not json"))
    // As a training has it that was killed.
    for (name <- Seq("begun", "noise"))
      Lease
        .acquire(new HadoopPath(at(s"$name.unfinished").toUri), "train", Duration.ofSeconds(20), new Configuration())
        .close()
  }

  private type Damage = Path => Unit

  private def copy(from: String, to: String)(damage: Damage): Unit = {
    Tree.copy(at(from), at(to))
    damage(at(to))
  }

  private def current(memory: Path): Path = memory.resolve("releases").resolve(Terminal.text(memory.resolve("CURRENT")).trim)

  private def release(damage: Damage): Damage = memory => damage(current(memory))

  private def delete(name: String): Damage = directory => Files.delete(directory.resolve(name))

  private def write(name: String, content: String): Damage = directory => {
    Terminal.write(directory.resolve(name), content); ()
  }

  private def change(name: String, content: Array[Byte] => Array[Byte]): Damage = directory => {
    val file = directory.resolve(name)
    Files.write(file, content(Files.readAllBytes(file))); ()
  }

  private def edit(name: String, from: String, to: String): Damage = directory => {
    val file = directory.resolve(name)
    val content = Terminal.text(file)
    require(content.contains(from), s"$file has no $from:\n$content")
    Terminal.write(file, content.replace(from, to)); ()
  }
}
