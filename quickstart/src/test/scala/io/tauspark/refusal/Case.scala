package io.tauspark.refusal

import scala.io.{Codec, Source}

/**
 * Something that a user gives a command, and what must come of it.
 *
 * @param name what is wrong, in a user's words
 * @param arguments of the command, where HERE stands for the directory of the inputs
 * @param exit the exit code
 * @param message what must be printed: the pieces between "…" occur in this order, and what follows "but not" does not
 * @param launched whether bin/tauspark is tried as well
 */
case class Case(command: String, name: String, arguments: Seq[String], exit: Int, message: String, launched: Boolean) {

  /** Whether text is printed as this case wants it. */
  def saysSo(printed: String): Boolean = {
    val (wanted, unwanted) = message.split(" but not ").splitAt(1)
    val pieces = wanted.flatMap(_.split("…")).map(_.trim).filter(_.nonEmpty)
    val end = pieces.foldLeft(0) { (from, piece) =>
      val at = if (from < 0) from else printed.indexOf(piece, from)
      if (at < 0) at else at + piece.length
    }
    end >= 0 && !unwanted.exists(printed.contains(_))
  }
}

/**
 * The tables of cases, one file for each command in the resources of this package. A line is
 *
 * {{{
 * what is wrong | arguments | exit code | words of the message … in this order but not these
 * }}}
 *
 * with `| launcher` after it where bin/tauspark is tried as well. `key=value` is short for `--set key=value`, and single
 * quotes hold an argument with spaces together. A line `given ARGUMENTS` stands before the arguments of all lines below
 * it, to the next one; of several values of a setting the last one counts. `#` begins a comment.
 */
object Case {
  val commands: Seq[String] =
    Seq("shard", "tokenizer", "laplacian", "score", "search", "releases", "train", "sweep", "compare", "generate",
      "complete", "perplexity", "evaluate", "read", "report", "quickstart")

  /** The exit code of a command that was given what it cannot use, and has changed nothing. */
  val Refused = 2

  /** What is followed by a value of its own. */
  private val Options = Set("--config", "--set", "--prompt", "--run", "--output")
  private val Launcher = "launcher"

  def of(command: String): Seq[Case] = {
    val source = Source.fromInputStream(getClass.getResourceAsStream(s"$command.txt"))(Codec.UTF8)
    val lines =
      try source.getLines.map(_.trim).filter(line => line.nonEmpty && !line.startsWith("#")).toList
      finally source.close()
    lines.foldLeft((Seq.empty[String], Seq.empty[Case])) { case ((given, cases), line) =>
      if (line.startsWith("given")) (words(line.stripPrefix("given")), cases)
      else (given, cases :+ read(command, given, line))
    }._2
  }

  private def read(command: String, given: Seq[String], line: String): Case =
    line.split("\\|", -1).map(_.trim).toList match {
      case name :: arguments :: exit :: message :: more if more.forall(_ == Launcher) && more.size <= 1 =>
        Case(command, name, settings(given ++ words(arguments)), exit.toInt, message, more.nonEmpty)
      case _ => throw new IllegalArgumentException(s"$command.txt: this is no case: $line")
    }

  private def settings(words: Seq[String]): Seq[String] =
    words.zip("" +: words).flatMap { case (word, before) =>
      if (word.startsWith("-") || Options(before) || !word.contains('=')) Seq(word) else Seq("--set", word)
    }

  /** Words as a shell splits them, where only single quotes mean anything. */
  private def words(line: String): Seq[String] =
    """(?:'[^']*'|[^\s'])+""".r.findAllIn(line).map(_.replace("'", "")).toList
}
