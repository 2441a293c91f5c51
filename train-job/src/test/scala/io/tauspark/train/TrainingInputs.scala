package io.tauspark.train

import java.nio.file.Path
import java.time.{Duration, Instant}
import java.util.{Collections, Optional, OptionalDouble, Random}

import scala.collection.JavaConverters._

import io.tauspark.exchange.ProgressAddress
import io.tauspark.memory.{DomainMemory, Laplacian, LaplacianForm, ManifoldJson, ManifoldParquet}
import io.tauspark.model.{HeadLaplacians, SpreadFactors}
import io.tauspark.release.{ReleaseStore, ReleaseWriter}
import io.tauspark.shards.{CorpusFields, Document, GzipLines, ShardManifest, ShardPart, Split}
import io.tauspark.store.Json
import io.tauspark.terms.TermTable
import io.tauspark.tokens.TokenizerSource
import io.tauspark.train.config.TrainConfig
import io.tauspark.train.worker.TrainPlan
import org.apache.hadoop.conf.Configuration
import org.apache.hadoop.fs.{Path => HadoopPath}
import org.apache.spark.util.SerializableConfiguration

/** Shards and a memory made for a spec: short sentences of few words, and a ring of features. */
object TrainingInputs {
  private val hadoop = new Configuration()
  private val subjects = Seq("the cat", "a dog", "one bird", "my horse")
  private val verbs = Seq("sees", "likes", "follows")
  private val objects = Seq("the sun.", "a river.", "some corn.", "its tail.", "the road.")

  /** A small training on them, a few seconds long. */
  def settings(shards: String, memory: String, output: Any): Seq[String] = Seq(
    s"data=$shards",
    s"memory=$memory",
    s"output=$output",
    "tokenizer=bytes",
    "steps=40",
    "model.layers=2",
    "model.heads.tau=4",
    "model.width=24",
    "model.context=48",
    "batch.windows=4",
    "rate.warmup=5",
    "rate.peak=1e-2",
    "validation.every=20",
    "checkpoint.every=10")

  def shards(directory: Path, trainParts: Int): String = {
    val random = new Random(11)
    def sentence(): String = {
      def one(words: Seq[String]) = words(random.nextInt(words.size))
      s"${one(subjects)} ${one(verbs)} ${one(objects)}"
    }
    shards(directory, Seq.fill(trainParts)(Seq.fill(100)(sentence())), Seq.fill(30)(sentence()))
  }

  /** Shards of these texts: one for each part of the training documents, and one for validation. */
  def shards(directory: Path, train: Seq[Seq[String]], validation: Seq[String]): String = {
    val root = new HadoopPath(directory.toUri)
    def part(split: Split, number: Int, texts: Seq[String]): ShardPart = {
      val name = f"${split.directory}/part-$number%05d.jsonl.gz"
      val rows = texts.zipWithIndex.map { case (text, i) => Json.line(new Document(s"$name-$i", text)) }
      val written =
        GzipLines.write(new HadoopPath(root, name), new HadoopPath(root, "attempts"), rows.iterator.asJava, hadoop)
      new ShardPart(name, split, written.lines, written.bytes, written.sha256)
    }
    val parts = train.zipWithIndex.map { case (texts, i) => part(Split.TRAIN, i, texts) } :+
      part(Split.VALIDATION, 0, validation)
    ShardManifest
      .of(parts.asJava, Collections.emptyMap[String, java.lang.Long], 0, 0, parts.map(_.documents).sum, 1, "spec",
        new CorpusFields("text", "id"))
      .write(root, hadoop)
    root.toString
  }

  /** A ring of features, so that every head has neighbours. */
  def memory(directory: Path, features: Int): String = {
    val root = new HadoopPath(directory.toUri)
    val next = (0 until features).flatMap(i => Seq((i, i, 2.0), (i, (i + 1) % features, -1.0), ((i + 1) % features, i, -1.0)))
    val ring = Laplacian.of(features, next.map(_._1).toArray, next.map(_._2).toArray, next.map(_._3).toArray)
    val writer = ReleaseWriter.open(root, "spec", Duration.ofMinutes(1), hadoop)
    val release = writer.publish(
      Instant.parse("2026-01-01T00:00:00Z"),
      release => {
        val manifold = ManifoldParquet.write(new HadoopPath(release, "manifold.parquet"), "ring", ring, hadoop)
        val wiring = new ManifoldJson.Wiring(2.0, 2, 2.0, 1.0, "exact", Optional.empty())
        val tau = new ManifoldJson.Tau(OptionalDouble.of(1.0), "median-energy", "Median", 0.0)
        val created = Instant.parse("2026-01-01T00:00:00Z")
        new ManifoldJson(created, 100, manifold, LaplacianForm.COMBINATORIAL, wiring, tau, Optional.empty())
          .write(release, hadoop)
      })
    writer.promote(release.getName, "spec")
    writer.close()
    root.toString
  }

  /** Gives the current release of a memory terms of the byte tokenizer: random vectors of the letters, and their counts. */
  def addTerms(memory: String, seed: Long, known: Char => Boolean = _ => true): Unit = {
    val identity = TokenizerSource.bytes().identity
    val random = new Random(seed)
    val counts = new Array[Long](identity.vocabulary)
    for (letter <- " abcdefghijklmnopqrstuvwxyz." if known(letter)) counts(letter) = 50 + random.nextInt(1000)
    def rows(columns: Int) = Array.tabulate(counts.length * columns)(i =>
      if (counts(i / columns) == 0) 0.0f else random.nextGaussian().toFloat)
    val table = new TermTable(identity, counts, 12, rows(12), rows(12), Array(0.1, 0.2, 0.3, 0.4, 0.5, 0.6), rows(6),
      new Array[Float](counts.length))
    table.write(new ReleaseStore(new HadoopPath(memory), hadoop).current.get, hadoop)
  }

  /** The plan that a job makes of a configuration. */
  def plan(config: TrainConfig, shards: String, memory: String): TrainPlan = {
    val root = new HadoopPath(shards)
    val parts = ShardManifest.read(root, hadoop).parts.asScala
    val domain = DomainMemory.load(new HadoopPath(memory), hadoop)
    new TrainPlan(
      config,
      HeadLaplacians.of(domain.laplacian, config.model),
      SpreadFactors.NONE,
      domain.sha256,
      shards,
      parts.filter(_.split == Split.TRAIN).asJava,
      parts.filter(_.split == Split.VALIDATION).asJava,
      config.output,
      config.steps,
      1,
      null,
      new ProgressAddress("nobody listens", 0),
      new SerializableConfiguration(hadoop))
  }
}
