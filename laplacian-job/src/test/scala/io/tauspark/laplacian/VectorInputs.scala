package io.tauspark.laplacian

import java.nio.file.Path

import scala.collection.JavaConverters._
import scala.util.Random

import io.tauspark.config.Settings
import io.tauspark.memory.{DomainMemory, Laplacian}
import org.apache.hadoop.conf.Configuration
import org.apache.hadoop.fs.{Path => HadoopPath}
import org.scalatest.Suite

/** Documents that come with vectors: a few hidden topics make features vary together. */
trait VectorInputs extends MemorySpec { this: Suite =>
  protected type Documents = Seq[(String, Seq[Float])]
  protected val features = 12

  protected def vectors(count: Int, seed: Int = 3): Documents = {
    val random = new Random(seed)
    val topics = Seq.fill(4)(Seq.fill(features)(random.nextGaussian()))
    (1 to count).map { i =>
      val shares = topics.map(_ => random.nextGaussian())
      s"doc-$seed-$i" -> (0 until features).map { f =>
        (topics.zip(shares).map { case (topic, share) => topic(f) * share }.sum + 0.3 * random.nextGaussian()).toFloat
      }
    }
  }

  protected def parquet(name: String, documents: Documents, parts: Int = 1): Path = {
    val path = directory.resolve(name)
    spark.createDataFrame(spark.sparkContext.parallelize(documents, parts)).toDF("id", "embedding")
      .write.parquet(path.toString)
    path
  }

  protected def vectorConfig(input: Path, output: String, settings: String*): LaplacianConfig =
    Settings.read(LaplacianJob.defaults(), null,
      (Seq(s"input=$input", s"output=${directory.resolve(output)}", "format=parquet", "embed.kind=column",
        "graph.topk=3") ++ settings).asJava, (s: Settings) => LaplacianConfig.from(s))

  protected def build(input: Path, output: String, settings: String*): LaplacianReport =
    LaplacianJob.run(spark, vectorConfig(input, output, settings: _*))

  protected def memory(output: String): DomainMemory =
    DomainMemory.load(new HadoopPath(directory.resolve(output).toUri), new Configuration())

  protected def entries(laplacian: Laplacian): Seq[Double] = laplacian.dense().toSeq

  protected def lambdas(release: String): Map[String, (Double, Double)] =
    spark.read.parquet(s"$release/lambdas.parquet").collect()
      .map(row => row.getString(0) -> ((row.getDouble(1), row.getDouble(2)))).toMap
}
