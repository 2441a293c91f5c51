package io.tauspark.quickstart

import java.io.{ByteArrayOutputStream, PrintStream, PrintWriter, StringWriter}
import java.nio.file.Path

import scala.collection.JavaConverters._
import scala.tools.nsc.Settings
import scala.tools.nsc.interpreter.{IMain, Results}
import scala.util.control.NonFatal

import com.fasterxml.jackson.databind.ObjectMapper
import org.apache.spark.sql.{DataFrame, SparkSession}

/**
 * Runs the paragraphs of a Zeppelin note in order, as Zeppelin would: %spark in Spark's own Scala interpreter with
 * `spark`, `sc` and `z` bound, %sql through the session, %spark.conf as settings of the interpreter that are only read, %md
 * not at all. Ends with the first paragraph that fails.
 *
 * @param spark a session whose spark.repl.class.outputDir is `classes`, so that tasks find what was compiled
 * @param classes empty directory for compiled paragraphs
 * @param inputs what a user typed into the note's forms, instead of their defaults
 */
final class NoteRunner(spark: SparkSession, classes: Path, inputs: Map[String, String]) {
  import NoteRunner._

  private val messages = new StringWriter
  private val repl = {
    val settings = new Settings
    settings.usejavacp.value = true
    settings.processArguments(List("-Yrepl-class-based", "-Yrepl-outdir", classes.toString), processAll = true)
    new IMain(settings, new PrintWriter(messages, true))
  }

  def run(note: Path): Seq[Paragraph] = {
    val thread = Thread.currentThread
    val loader = thread.getContextClassLoader
    // Spark's generated code looks for the note's own classes through the thread.
    thread.setContextClassLoader(repl.classLoader)
    try {
      bind()
      val done = Seq.newBuilder[Paragraph]
      val paragraphs = json.readTree(note.toFile).get("paragraphs").elements.asScala
      val texts = paragraphs.flatMap(paragraph => Option(paragraph.get("text"))).map(_.asText)
      var failed = false
      while (texts.hasNext && !failed) {
        val paragraph = run(texts.next())
        failed = paragraph.failed
        done += paragraph
      }
      done.result()
    } finally {
      repl.close()
      thread.setContextClassLoader(loader)
    }
  }

  private def bind(): Unit = {
    repl.initializeSynchronous()
    repl.beQuietDuring {
      repl.bind("spark", "org.apache.spark.sql.SparkSession", spark, List("@transient"))
      repl.bind("sc", "org.apache.spark.SparkContext", spark.sparkContext, List("@transient"))
      repl.bind("z", "io.tauspark.quickstart.NoteRunner.Forms", new Forms(inputs), List("@transient"))
      repl.interpret("import spark.implicits._; import spark.sql; import org.apache.spark.sql.functions._")
    }
    ()
  }

  private def run(text: String): Paragraph = {
    val (interpreter, code) = text match {
      case Named(name, rest) => (name, rest)
      case _ => ("spark", text)
    }
    messages.getBuffer.setLength(0)
    val console = new ByteArrayOutputStream
    val succeeded = printingTo(new PrintStream(console, true)) {
      interpreter match {
        case "spark" => repl.interpret(code) == Results.Success
        case "sql" => show(code)
        case "spark.conf" => configure(code)
        case "md" => true
        case other => messages.write(s"no interpreter '$other' here"); false
      }
    }
    Paragraph(interpreter, code.trim, console.toString, messages.toString, !succeeded)
  }

  /** Zeppelin shows what Java prints, too. */
  private def printingTo(console: PrintStream)(body: => Boolean): Boolean = {
    val out = System.out
    System.setOut(console)
    try Console.withOut(console)(body)
    finally System.setOut(out)
  }

  private def configure(settings: String): Boolean = {
    val wrong = settings.linesIterator.map(_.trim).filter(line => line.nonEmpty && !line.matches("[\\w.]+\\s+\\S+")).toList
    wrong.foreach(line => messages.write(s"'$line' is no setting with a value"))
    wrong.isEmpty
  }

  private def show(query: String): Boolean =
    try {
      spark.sql(query).show(rows, truncate = false)
      true
    } catch {
      case NonFatal(refused) => messages.write(refused.toString); false
    }
}

object NoteRunner {
  private val json = new ObjectMapper
  private val rows = 1000
  private val Named = "(?s)\\s*%([\\w.]+)(.*)".r

  /**
   * What came of a paragraph.
   *
   * @param printed what it printed
   * @param told what the interpreter said: the echo of what the paragraph defined, or the reason why it failed
   */
  case class Paragraph(interpreter: String, code: String, printed: String, told: String, failed: Boolean) {
    def output: String = printed + told

    override def toString: String = s"%$interpreter\n$code\n--- ${if (failed) "failed" else "output"}\n$output"
  }

  /** The part of Zeppelin's `z` that notes use, with the signatures of ZeppelinContext 0.11. */
  final class Forms(inputs: Map[String, String]) {
    def textbox(name: String, value: String): AnyRef = inputs.getOrElse(name, value)

    def show(frame: DataFrame): Unit = frame.show(rows, truncate = false)
  }
}
