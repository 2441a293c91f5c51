package io.tauspark.bench.scale

import java.io.{ByteArrayOutputStream, PrintStream}
import java.nio.charset.StandardCharsets.UTF_8

import io.tauspark.bench.speed.BenchCommand
import io.tauspark.train.LocalCluster
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

/** The benchmark as its users run it, on executors of their own, with a small model. */
class ScalingBenchSpec extends AnyFunSpec with Matchers {
  private val tiny = Seq("tokenizer=bytes", "model.layers=1", "model.width=24", "model.heads.tau=2", "model.context=32")

  private def run(options: String*): (Int, Seq[String]) = {
    val printed = new ByteArrayOutputStream()
    val out = System.out
    System.setOut(new PrintStream(printed, true, UTF_8))
    try {
      val code = BenchCommand.execute(new ScalingBench, options.toArray)
      (code, printed.toString(UTF_8).split('\n').toSeq)
    } finally System.setOut(out)
  }

  describe("the benchmark of step times") {
    it("prints a row for each way of training, with the exchange, the waiting and the speed-up") {
      val cluster = new LocalCluster(2, 1)
      try {
        val (code, lines) = run(Seq("--preset=quickstart", "--micro-batches=2", "--round=1", "--repeats=2") ++
          tiny.map("--set=" + _): _*)
        code shouldBe 0
        val rows = lines.filter(line => line.matches("\\| (sync|rounds) .*")).map(_.split('|').map(_.trim).toSeq.tail)
        rows.map(_.take(3)) shouldBe Seq(
          Seq("sync", "1", "float32"),
          Seq("sync", "2", "float32"),
          Seq("sync", "2", "bfloat16"),
          Seq("rounds", "2", "float32"))
        for (row <- rows; cell <- row.drop(3)) cell should fullyMatch regex """[\d,.]+ \([\d,.]+–[\d,.]+\)"""
        rows.head.last shouldBe "1.00 (1.00–1.00)"
      } finally cluster.close()
    }

    it("refuses what cannot be trained before it asks for executors") {
      run("--micro-batches=3")._1 shouldBe 2
      run("--workers=3")._1 shouldBe 2
      run("--repeats=0")._1 shouldBe 2
      run("--preset=none")._1 shouldBe 2
    }
  }
}
