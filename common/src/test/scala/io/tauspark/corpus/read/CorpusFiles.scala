package io.tauspark.corpus.read

import io.tauspark.corpus.CorpusConfig
import io.tauspark.corpus.CorpusConfig.{Format, TextUnit}
import io.tauspark.shards.CorpusFields
import java.io.{ByteArrayOutputStream, OutputStream}
import java.nio.charset.StandardCharsets.UTF_8
import java.nio.file.{Files, Path}

import scala.collection.JavaConverters._

import io.tauspark.testing.SparkSpec
import org.apache.commons.io.FileUtils
import org.apache.spark.sql.Row
import org.apache.spark.sql.types.StructType
import org.scalatest.{BeforeAndAfterEach, Suite}

/** A local session and a directory per test. */
trait CorpusFiles extends SparkSpec with BeforeAndAfterEach { this: Suite =>
  protected var directory: Path = _

  override def beforeEach(): Unit = directory = Files.createTempDirectory("corpus")

  override def afterEach(): Unit = FileUtils.deleteDirectory(directory.toFile)

  protected def file(name: String, content: Array[Byte]): Path = {
    val path = directory.resolve(name)
    Files.createDirectories(path.getParent)
    Files.write(path, content)
  }

  protected def file(name: String, lines: String*): Path = file(name, lines.mkString("", "\n", "\n").getBytes(UTF_8))

  /** Writes one Parquet file of rows with columns as in SQL. */
  protected def parquet(name: String, columns: String, rows: Product*): String = {
    val path = directory.resolve(name).toString
    spark.createDataFrame(rows.map(Row.fromTuple).asJava, StructType.fromDDL(columns)).coalesce(1).write.parquet(path)
    path
  }

  protected def compressed(stream: OutputStream => OutputStream, content: Array[Byte]): Array[Byte] = {
    val bytes = new ByteArrayOutputStream
    val out = stream(bytes)
    out.write(content)
    out.close()
    bytes.toByteArray
  }

  /** Runs with files cut and packed into partitions of so many bytes. */
  protected def withPartitions[T](bytes: Long)(body: => T): T = {
    spark.conf.set("spark.sql.files.maxPartitionBytes", bytes)
    spark.conf.set("spark.sql.files.openCostInBytes", 1L)
    try body finally {
      spark.conf.unset("spark.sql.files.maxPartitionBytes")
      spark.conf.unset("spark.sql.files.openCostInBytes")
    }
  }

  protected def config(input: Any, format: Format = Format.JSONL, unit: TextUnit = TextUnit.LINE,
      text: String = "text", id: String = "id", embedding: String = "", recordLimit: Long = 1 << 20,
      rejectedLimit: Double = 1, zstdWindow: Long = 1 << 27): CorpusConfig =
    new CorpusConfig(input.toString, format, unit, new CorpusFields(text, id), embedding, recordLimit, rejectedLimit,
      zstdWindow)

  /** What a corpus gives, whatever happens. */
  protected def reading[T](config: CorpusConfig)(body: Corpus => T): T = {
    val corpus = Corpus.read(spark, config)
    try body(corpus) finally corpus.close()
  }

  protected def documents(config: CorpusConfig): Map[String, String] = reading(config) { corpus =>
    assert(corpus.documents().columns.toSeq == Seq("id", "text"))
    val rows = corpus.documents().collect()
    assert(rows.length == corpus.summary().accepted())
    assert(rows.map(_.getString(0)).distinct.length == rows.length)
    rows.map(row => row.getString(0) -> row.getString(1)).toMap
  }

  /** Reason, name of the file, line and record, sorted. */
  protected def rejected(summary: ReadSummary): Seq[(String, String, Long, String)] =
    summary.rejected().collect().map { row =>
      (row.getString(0), row.getString(1).split('/').last, row.getLong(2), row.getString(3))
    }.sorted.toSeq

}
