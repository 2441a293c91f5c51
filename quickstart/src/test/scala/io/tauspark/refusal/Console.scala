package io.tauspark.refusal

import java.io.{ByteArrayOutputStream, PrintStream}
import java.nio.charset.StandardCharsets.UTF_8
import java.nio.file.Files
import java.util.Properties

import scala.collection.JavaConverters._

import io.tauspark.quickstart.Terminal.Outcome
import io.tauspark.compare.{CompareJob, SweepJob}
import io.tauspark.generate.GenerateJob
import io.tauspark.inference.{CompleteJob, EvaluateJob, PerplexityJob, ReadJob}
import io.tauspark.job.{JobCommand, RefusalFilter}
import io.tauspark.laplacian.LaplacianJob
import io.tauspark.quickstart.{QuickstartJob, Terminal}
import io.tauspark.releases.ReleasesJob
import io.tauspark.report.ReportJob
import io.tauspark.score.ScoreJob
import io.tauspark.search.SearchJob
import io.tauspark.shard.ShardJob
import io.tauspark.tokenizer.TokenizerJob
import io.tauspark.train.TrainJob
import org.apache.logging.log4j.core.config.Configurator

/** Commands in this JVM, set up as bin/tauspark sets one up, with what a user would see on the terminal. */
final class Console extends AutoCloseable {
  private val logging = Terminal.repository.resolve("conf/log4j2.properties")
  private val spark: Map[String, String] = {
    val defaults = new Properties
    val in = Files.newBufferedReader(Terminal.repository.resolve("conf/spark-defaults.conf"))
    try defaults.load(in)
    finally in.close()
    defaults.asScala.toMap ++ Map(
      "spark.master" -> "local[2]",
      "spark.driver.host" -> "127.0.0.1",
      // Of tiny inputs; results do not depend on it.
      "spark.sql.shuffle.partitions" -> "2")
  }
  spark.foreach { case (key, value) => System.setProperty(key, value) }

  // Log lines go to where System.err leads at that moment.
  private val followed = Terminal.write(
    Files.createTempFile("log4j2", ".properties"),
    Terminal.text(logging) + "\nappender.stderr.follow = true\n")
  Configurator.reconfigure(followed.toUri)
  RefusalFilter.install()

  def run(command: String, arguments: Seq[String]): Outcome = {
    val (out, err) = (new ByteArrayOutputStream, new ByteArrayOutputStream)
    val (formerOut, formerErr) = (System.out, System.err)
    System.setOut(new PrintStream(out, true, UTF_8.name))
    System.setErr(new PrintStream(err, true, UTF_8.name))
    try {
      val exit = JobCommand.execute(job(command), arguments.toArray)
      Outcome(exit, out.toString(UTF_8.name), err.toString(UTF_8.name))
    } finally {
      System.setOut(formerOut)
      System.setErr(formerErr)
    }
  }

  override def close(): Unit = {
    spark.keys.foreach(System.clearProperty)
    Configurator.reconfigure(logging.toUri)
    Files.delete(followed)
  }

  private def job(command: String): JobCommand[_] = command match {
    case "shard" => new ShardJob
    case "tokenizer" => new TokenizerJob
    case "laplacian" => new LaplacianJob
    case "score" => new ScoreJob
    case "search" => new SearchJob
    case "releases" => new ReleasesJob
    case "train" => new TrainJob
    case "sweep" => new SweepJob
    case "compare" => new CompareJob
    case "generate" => new GenerateJob
    case "complete" => new CompleteJob
    case "perplexity" => new PerplexityJob
    case "evaluate" => new EvaluateJob
    case "read" => new ReadJob
    case "report" => new ReportJob
    case "quickstart" => new QuickstartJob
  }
}
