package io.tauspark.quickstart

import java.nio.file.Path

/** A corpus of made-up sentences, small enough for every command and the same each time. */
object Corpus {
  private val animals = Seq("dog", "cat", "whale", "sparrow", "ant", "horse", "seal")
  private val actions = Seq("runs", "sleeps", "swims", "sings", "hunts")
  private val places = Seq("in the river", "under a tree", "near the house", "on the hill", "by the sea", "at night")

  /** Writes each sentence as one line of JSON with `id` and `text`. */
  def write(file: Path): Path = {
    val sentences = for (animal <- animals; action <- actions; place <- places) yield s"the $animal $action $place"
    val lines = sentences.zipWithIndex.map { case (text, id) => s"""{"id": "sentence-$id", "text": "$text"}""" }
    Terminal.write(file, lines.mkString("", "\n", "\n"))
  }
}
