package io.tauspark.inference

import java.nio.file.{Files, Path}

import scala.collection.JavaConverters._
import scala.util.Random

import io.tauspark.config.{InvalidConfig, InvalidInput}
import io.tauspark.decode.SavedPast
import io.tauspark.generate.GenerateJob
import io.tauspark.memory.Laplacian
import io.tauspark.model._
import io.tauspark.model.AttentionKind._
import io.tauspark.model.torch.TrainedModel
import io.tauspark.testing.{LocalSession, SparkSpec}
import io.tauspark.tokens.TokenizerSource
import org.apache.hadoop.conf.Configuration
import org.apache.hadoop.fs.{FileUtil, Path => HadoopPath}
import org.scalatest.BeforeAndAfterAll
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

/** Texts read in parts by tasks, beside the same texts read as prompts. */
class ReadSpec extends AnyFunSpec with Matchers with SparkSpec with BeforeAndAfterAll {
  private val hadoop = new Configuration()
  private val folder = Files.createTempDirectory("read-spec")
  private val text = Seq.fill(150)("the cat sees a dog and the sun ").mkString.zipWithIndex.map { case (c, i) =>
    if (new Random(i).nextInt(5) == 0) 'x' else c
  }.mkString.take(700)

  override def afterAll(): Unit = {
    FileUtil.fullyDelete(folder.toFile)
    ()
  }

  /**
   * A random model on disk: key heads that serve two query heads, delayed or not, with a near bias, gates, and shortcuts.
   *
   * @param rank of the activation that spreads, 0 for none
   */
  private def saved(name: String, delays: Int, near: Int, rank: Int, kinds: Seq[Seq[AttentionKind]]): String = {
    val lags = Seq[Integer](0, delays).asJava
    val past = new PastConfig(
      new PastConfig.Delays(lags, lags, lags), Seq.empty[AttentionKind].asJava,
      new PastConfig.NearBias(near, if (near == 0) 0 else 3, if (near == 0) 1 else 2), 7,
      Seq[java.lang.Boolean](true, false).asJava)
    val lambda = new LambdaConfig(
      Regime.KRON, false, null, null, 7, LaplacianSource.MEMORY, LambdaConfig.PLAIN_TEMPERATURE)
    val model = new ModelConfig(
      257, false, 3, 48, 48, 64, 0, 15, kinds.map(_.asJava).asJava, new HeadCounts(12, 12, 12, 12, 12), 2,
      KeyWeight.LEARNED, lambda, past, new ShortcutConfig(true, true), memory(rank))
    val random = new Random(7)
    val spread =
      if (rank == 0) SpreadFactors.NONE
      else new SpreadFactors(rank, 256, Array.tabulate(257 * rank)(i => if (i < 256 * rank) random.nextFloat - 0.5f else 0))
    val next = (0 until 48).map(i => (i + 1) % 48)
    val edges = next.indices.flatMap(i => Seq((i, i, 2.0), (i, next(i), -1.0), (next(i), i, -1.0)))
    val ring = Laplacian.of(48, edges.map(_._1).toArray, edges.map(_._2).toArray, edges.map(_._3).toArray)
    val layout = ParameterLayout.of(model, 48)
    val parameters = Array.fill(layout.size.toInt)(random.nextFloat * 1.2f - 0.6f)
    for (slot <- layout.slots.asScala if slot.name.endsWith("log_temperature"))
      java.util.Arrays.fill(parameters, slot.offset.toInt, (slot.offset + slot.size).toInt, math.log(0.1).toFloat)
    val tau = Array.fill(AttentionStack.withLambda(model).asScala.map(_.keyHeads).sum)(0.5f + random.nextFloat)
    val directory = folder.resolve(name)
    TrainedModel
      .of(model, HeadLaplacians.of(ring, model), spread, parameters, tau, TokenizerSource.bytes(), null)
      .save(new HadoopPath(directory.toUri), hadoop)
    directory.toString
  }

  private def memory(rank: Int): MemoryConfig =
    if (rank == 0) MemoryConfig.PLAIN
    else {
      val spread = new MemoryConfig.Spread(MemoryConfig.Factors.LAPLACIAN, rank, TermSource.MEMORY)
      new MemoryConfig(Seq(MemoryConfig.Use.SPREAD).asJava, TermSource.MEMORY, spread)
    }

  private lazy val sums = saved("sums", 3, 5, 0, Seq(Seq(GRID, MEAN, LOCAL)))
  private lazy val mixed = saved("mixed", 9, 12, 6, Seq(Seq(TAU, GRID), Seq(MEAN, TAU), Seq(DOT, LOCAL, GRID)))
  private lazy val document = Files.writeString(folder.resolve("document.txt"), text)

  private def path(file: Any): HadoopPath = new HadoopPath(s"$file")

  private def read(model: String, name: String, input: Path, settings: String*): Path = {
    val output = folder.resolve(name)
    ReadJob.run(spark, ReadJob.configure(Seq(s"model=$model", s"input=$input", s"output=$output") ++ settings: _*))
    output
  }

  /** What generate saves of a text and a prompt behind it. */
  private def generated(model: String, name: String, settings: String*): SavedPast = {
    val file = folder.resolve(name)
    GenerateJob.run(GenerateJob.configure(Seq(s"model=$model", s"save-past=$file", "tokens=1") ++ settings: _*))
    SavedPast.load(path(file), hadoop)
  }

  /** Means and logs of weights, by table; the rows of sums may be told relative to another log. */
  private def rows(past: SavedPast): Map[String, Seq[Double]] =
    past.states.all.asScala.filter(_.name.matches(".*(points|left|right|sum).*")).map { tensor =>
      val columns = tensor.shape.get(1).toInt
      val values = new Array[Double](tensor.values.remaining)
      tensor.values.duplicate.asInstanceOf[java.nio.DoubleBuffer].get(values)
      tensor.name -> values.grouped(columns).toSeq.flatMap { row =>
        val weight = row(columns - 2)
        if (row.last.isNegInfinity) Seq.empty
        else row.take(columns - 2).map(_ / weight).toSeq :+ (row.last + math.log(weight))
      }
    }.toMap

  private def differ(one: Seq[Double], other: Seq[Double]): Double = {
    one should have size other.size
    one.zip(other).map { case (a, b) => math.abs(a - b) / math.max(1, math.abs(b)) }.foldLeft(0.0)(math.max)
  }

  private def logits(past: SavedPast): Seq[Double] = past.logits.map(_.toDouble).toSeq

  describe("a text that is read in parts") {
    for ((name, state, model) <- Seq(("sums", "grid", () => sums), ("mixed", "grid", () => mixed), ("mixed", "flat", () => mixed));
         (length, part) <- Seq((40, 1), (90, 4), (700, 13), (700, 300), (700, 5000)))
      it(s"leaves what a pass from its beginning leaves: $name, state=$state, $length tokens in parts of $part") {
        val input = Files.writeString(folder.resolve(s"$length.txt"), text.take(length))
        val id = s"$name-$state-$length-$part"
        val parts = read(model(), s"read-$id", input, s"state=$state", s"part=$part")
        val whole = generated(model(), s"whole-$id", s"state=$state", s"prompt-file=$input")
        val past = SavedPast.load(path(parts), hadoop)
        past.tokens shouldBe length + 1
        past.last shouldBe whole.last
        past.seen shouldBe whole.seen
        val (found, expected) = (rows(past), rows(whole))
        found.keySet shouldBe expected.keySet
        val states = found.map { case (table, values) => differ(values, expected(table)) }.max
        val now = differ(logits(past), logits(whole))
        val later = differ(
          logits(generated(model(), s"later-$id", s"past=$parts", """prompt=" and then"""")),
          logits(generated(model(), s"all-$id", s"state=$state", s"""prompt="${text.take(length)} and then"""")))
        info(f"states $states%.1e, logits $now%.1e, after nine more tokens $later%.1e")
        // A point of a grid that keys hardly touch magnifies the rounding of their λ; most rows agree to 1e-7.
        states should be < 5e-4
        now should be < 1e-4
        later should be < 1e-4
      }

    it("gives the same bits however many tasks run at a time") {
      val bytes = Seq(1, 2, 5).map { cores =>
        val session = LocalSession.own(cores)
        try {
          val output = folder.resolve(s"cores-$cores")
          ReadJob.run(session, ReadJob.configure(s"model=$mixed", s"input=$document", s"output=$output", "part=64"))
          Files.readAllBytes(output.resolve(SavedPast.FILE)).toSeq
        } finally session.stop()
      }
      bytes.distinct should have size 1
    }
  }

  describe("a text of several files") {
    it("is that of one after the other, in the order of their paths") {
      val parts = Files.createDirectory(folder.resolve("files"))
      text.grouped(300).zipWithIndex.foreach { case (piece, i) => Files.writeString(parts.resolve(s"$i.txt"), piece) }
      val one = read(sums, "one-file", document, "part=64")
      val many = read(sums, "many-files", parts, "part=64")
      Files.readAllBytes(many.resolve(SavedPast.FILE)) shouldBe Files.readAllBytes(one.resolve(SavedPast.FILE))
    }
  }

  describe("generate") {
    for (state <- Seq("flat", "exact", "grid"))
      it(s"writes behind a saved past what it writes behind the prompt, with state=$state") {
        generated(mixed, s"prompt-$state", s"state=$state", s"prompt=$text")
        val settings = Seq(s"model=$mixed", "samples=2", "tokens=20", "repetition-penalty=1.3")
        val all = GenerateJob.run(GenerateJob.configure(settings ++ Seq(s"state=$state", s"prompt=$text"): _*))
        val rest = GenerateJob.run(GenerateJob.configure(settings :+ s"past=${folder.resolve(s"prompt-$state")}": _*))
        all.replace(text, "") shouldBe rest
      }

    it("refuses a past that is not of its model, another state, a damaged file and one of something else") {
      def refused(settings: String*): String =
        the[InvalidInput].thrownBy(GenerateJob.run(GenerateJob.configure(Seq("tokens=1") ++ settings: _*))).getMessage
      val past = folder.resolve("kept")
      generated(sums, "kept", "state=grid", "prompt=the cat")
      refused(s"model=$mixed", s"past=$past") should (
        startWith(s"past '$past' is of another model: it was read with the parameters with SHA-256") and include("give that model"))
      refused(s"model=$sums", "state=exact", s"past=$past") shouldBe
        s"state = exact, but past '$past' was saved with state = grid; leave state out, or save it again"
      refused(s"model=$sums", "state=tensors", s"past=$past") should include("state = tensors keeps what PyTorch holds")
      refused(s"model=$sums", s"past=$folder/none") should include("does not exist")
      refused(s"model=$sums", s"past=$sums/model.safetensors") should include("is a file of something else")
      refused(s"model=$sums", s"save-past=$past") should include("exists; give another file")
      val bytes = Files.readAllBytes(past)
      bytes(bytes.length - 3000) = (bytes(bytes.length - 3000) ^ 4).toByte
      Files.write(folder.resolve("flipped"), bytes)
      refused(s"model=$sums", s"past=${folder.resolve("flipped")}") should include("is damaged")
      Files.write(folder.resolve("cut"), bytes.take(bytes.length - 8))
      refused(s"model=$sums", s"past=${folder.resolve("cut")}") should include("cut'")
    }
  }

  describe("settings of read") {
    it("are pinned, and refused if nothing could be added up") {
      ReadJob.defaults.root.unwrapped.asScala.toMap shouldBe Map(
        "model" -> null, "input" -> null, "output" -> null, "overwrite" -> false, "state" -> "grid", "part" -> 16384)
      val refused = the[InvalidConfig] thrownBy
        ReadJob.configure("model=", "input=", "output=", "state=exact", "part=0")
      for (problem <- Seq("model: value ''", "input: value ''", "output: value ''",
             "state: value 'exact' must be grid or flat, whose states of parts add up", "part: value 0"))
        refused.getMessage should include(problem)
    }
  }
}
