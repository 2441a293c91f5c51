package io.tauspark.refusal

/** Cases whose commands do not yet do what their tables say, by what they do instead. */
object Waiting {
  private val faults: Map[String, Seq[(String, String)]] = Map(
    "a store whose module is missing ends with a trace" -> Seq("shard", "releases", "generate", "report").map(
      _ -> "a store whose module is missing"),
    "an output that cannot be made ends with a trace" -> Seq(
      "shard" -> "an output below a file",
      "shard" -> "an output that no system makes",
      "laplacian" -> "an output below a file",
      "laplacian" -> "a file as output",
      "score" -> "an output below a file",
      "score" -> "an output that no system makes",
      "sweep" -> "a file as output",
      "sweep" -> "an output below a file",
      "sweep" -> "an output that no system makes",
      "compare" -> "a file as output",
      "compare" -> "an output below a file",
      "releases" -> "a page below a file",
      "releases" -> "a page in place of a directory",
      "report" -> "a page below a file",
      "report" -> "a page in place of a directory",
      "report" -> "a page that no system makes",
      "quickstart" -> "a file as output",
      "quickstart" -> "an output below a file"),
    "something that is no earlier output is replaced" -> Seq(
      "score" -> "somebody's folder to replace",
      "score" -> "the memory itself to replace",
      "score" -> "the input's folder to replace",
      "train" -> "somebody's folder to replace",
      "train" -> "a directory that holds the shards",
      "train" -> "the shards to replace",
      "sweep" -> "somebody's folder as output",
      "compare" -> "somebody's folder as output",
      "compare" -> "a sweep as output",
      "releases" -> "a page in place of somebody's file",
      "report" -> "a page in place of somebody's file",
      "quickstart" -> "somebody's corpus in the output"),
    "a file where a directory belongs ends with a trace" -> Seq("report" -> "a file as run"),
    "what a task finds is buried in a log" -> Seq(
      "shard" -> "an ending without compression",
      "shard" -> "compressed data that was cut",
      "shard" -> "JSON lines as Parquet",
      "train" -> "a context longer than the corpus",
      "sweep" -> "a context longer than the corpus"),
    "free text is taken for options" -> Seq(
      "generate" -> "a prompt that names a file",
      "generate" -> "a prompt that looks like an option"),
    "an input is passed over, or refused without an example" -> Seq(
      "shard" -> "names with colons",
      "shard" -> "a link that leads nowhere",
      "shard" -> "texts in another field beside a NaN",
      "shard" -> "a field that holds objects",
      "shard" -> "plain text as JSON lines",
      "shard" -> "an array instead of lines",
      "shard" -> "text of sixteen bits",
      "shard" -> "a README beside the data",
      "shard" -> "compressed data without the ending"),
    "numbers of vectors and features are refused with advice that cannot be followed, or late" -> Seq(
      "laplacian" -> "vectors of one feature",
      "laplacian" -> "vectors of two features",
      "laplacian" -> "a feature that is always zero",
      "laplacian" -> "vectors too small for their squares",
      "laplacian" -> "vectors that are all zero",
      "score" -> "vectors beyond double precision"))

  private val cases: Set[(String, String)] = faults.values.flatten.toSet

  def of(one: Case): Boolean = cases((one.command, one.name))

  /** Names here that no table has. */
  def unknown(known: Seq[Case]): Set[(String, String)] = cases -- known.map(one => (one.command, one.name))
}
