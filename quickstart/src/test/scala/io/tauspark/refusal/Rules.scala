package io.tauspark.refusal

/** What no refusal may show a user, whatever it is about. */
object Rules {
  private val LongestMessage = 15
  private val LongestLine = 1200

  private val broken: Seq[(String, String => Boolean)] = Seq(
    "says nothing" -> (_.trim.isEmpty),
    "has a stack trace" -> (_.contains("\tat ")),
    "has lines of a log" -> (err => """(?m)^\d\d:\d\d:\d\d (WARN|ERROR|INFO) """.r.findFirstIn(err).nonEmpty),
    "names a class of Java" -> (err => """\w+(Exception|Error)\b|\b(java|org|com|scala|io)(\.\w+)*\.[A-Z]\w+""".r.findFirstIn(err).nonEmpty),
    "gives no reason but null" -> (err => """(?m)\bnull$""".r.findFirstIn(err).nonEmpty),
    "is longer than a screen" -> (_.linesIterator.size > LongestMessage),
    "has a line that nobody reads" -> (_.linesIterator.exists(_.length > LongestLine)))

  def broken(err: String): Seq[String] = broken.collect { case (fault, shows) if shows(err) => fault }
}
