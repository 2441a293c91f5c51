package io.tauspark.quickstart

import java.nio.file.{Files, Path}

import scala.concurrent.ExecutionContext.Implicits.global
import scala.concurrent.duration._
import scala.concurrent.{Await, Future}
import scala.util.Try

import com.fasterxml.jackson.databind.ObjectMapper
import io.tauspark.quickstart.Terminal.Outcome
import org.scalatest.BeforeAndAfterAll
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

/** The scheduled rebuild of a memory, as cron, systemd and Airflow start it, and the files that tell them to. */
class ScheduleSpec extends AnyFunSpec with Matchers with BeforeAndAfterAll {
  private val schedule = Terminal.repository.resolve("conf/schedule")
  private var place: Path = _

  override def beforeAll(): Unit = {
    place = Terminal.emptyDirectory()
    Corpus.write(place.resolve("animals.jsonl"))
    Terminal.write(
      place.resolve("laplacian.conf"),
      """input = "*.jsonl"
        |embed { kind = words, dimension = 16 }
        |gate.components = 16
        |lease = 15s
        |""".stripMargin)
    ()
  }

  override def afterAll(): Unit = Terminal.delete(place)

  describe("a rebuild") {
    it("makes the first release of a memory, and says nothing on standard error") {
      val made = rebuild()
      withClue(made.all) { (made.exit, made.err) shouldBe ((0, "")) }
      made.out should include("release ")
      releases() shouldBe Seq(current())
    }

    it("is refused while another runs, and a killed one promotes nothing and keeps the next one out no longer than its lease") {
      addDocument("the owl hunts mice at night")
      val before = current()
      val first = Future(rebuild())
      val building = eventually(1.minute)(builder())
      // Stopped, it holds the lease for as long as the other one needs to start.
      signal("STOP", building)
      val second = rebuild()
      signal("KILL", building)
      val killed = Await.result(first, 1.minute)

      second.exit shouldBe 2
      second.err should (startWith("rebuild: memory was not promoted, laplacian ended with exit code 2: ") and
        include("lease"))
      second.err.linesIterator.toList should have size 1
      killed.exit shouldBe 1
      killed.err should (startWith("rebuild: memory was not promoted") and include("laplacian was killed"))
      killed.err.linesIterator.toList should have size 1
      current() shouldBe before

      eventually(1.minute)(Some(rebuild()).filter(_.exit == 0))
      current() should not be before
      releases() shouldBe Seq(before, current())
    }

    it("adds documents, removes old releases, and keeps the one that a rollback would promote") {
      val before = current()
      addDocument("the heron sleeps by the river")
      val again = rebuild()
      withClue(again.all) { again.exit shouldBe 0 }
      again.out should include("1 new document")
      releases() shouldBe Seq(before, current())
    }

    it("that its gate keeps ends with one line") {
      val before = current()
      addDocument("the finch sings on the hill")
      val strict = Terminal.text(place.resolve("laplacian.conf")) + "gate.hub-share = 0.001\n"
      Terminal.write(place.resolve("strict.conf"), strict)
      val kept = rebuild("strict.conf")
      withClue(kept.all) { kept.exit shouldBe 1 }
      kept.err should (startWith("rebuild: memory was not promoted, laplacian ended with exit code 1: ") and include("hub share"))
      kept.err.linesIterator.toList should have size 1
      current() shouldBe before
    }

    it("without its arguments says what they are") {
      val refused = Terminal.run(Seq(s"$schedule/rebuild.sh"), place)
      (refused.exit, refused.err) shouldBe ((2, "rebuild: usage: rebuild.sh CONFIG MEMORY [SPARK-SUBMIT-OPTION...]\n"))
    }
  }

  describe("the schedules") {
    val call = "conf/schedule/rebuild.sh conf/cluster-laplacian.conf"

    it("start one script, for cron in a line that a shell accepts") {
      for (file <- Seq("rebuild.cron", "tauspark-rebuild.service", "tauspark_rebuild.py"))
        withClue(file) { Terminal.text(schedule.resolve(file)) should include(call) }
      val commands = Terminal.text(schedule.resolve("rebuild.cron")).linesIterator.filter(_.matches("[0-9].*"))
        .map(_.split("\\s+", 6).last).toList
      commands should have size 1
      // To cron, a percent sign is the end of the command.
      commands.head should not include "%"
      Terminal.run(Seq("bash", "-n", "-c", commands.head), place) shouldBe Outcome(0, "", "")
    }

    it("are units that systemd understands, where it is installed") {
      assume(installed("systemd-analyze"), "skipped: needs systemd-analyze")
      val units = Files.createDirectory(place.resolve("units"))
      for (unit <- Seq("tauspark-rebuild.service", "tauspark-rebuild.timer")) {
        // It also wants the command to be there.
        val text = Terminal.text(schedule.resolve(unit)).replace("/opt/tauspark/conf", s"${Terminal.repository}/conf")
        Terminal.write(units.resolve(unit), text)
      }
      val verified = Terminal.run(Seq("systemd-analyze", "verify", "--man=no", s"$units/tauspark-rebuild.timer"), place)
      withClue(verified.all) { (verified.exit, verified.all.linesIterator.filter(_.contains("tauspark")).toList) shouldBe ((0, Nil)) }
    }

    it("are a DAG that Python can read, where it is installed") {
      assume(installed("python3"), "skipped: needs python3")
      val parse = "import ast, sys; ast.parse(open(sys.argv[1]).read())"
      Terminal.run(Seq("python3", "-c", parse, s"$schedule/tauspark_rebuild.py"), place) shouldBe Outcome(0, "", "")
    }
  }

  private def rebuild(config: String = "laplacian.conf"): Outcome =
    Terminal.run(
      Seq(s"$schedule/rebuild.sh", config, "memory", "--master", "local[2]", "--driver-memory", "1g"), place, Map("KEEP" -> "2"))

  private def addDocument(text: String): Unit = {
    val file = place.resolve("added.jsonl")
    val before = if (Files.exists(file)) Terminal.text(file) else ""
    Terminal.write(file, before + s"""{"id": "$text", "text": "$text"}""" + "\n")
    ()
  }

  /** The process that holds the lease on the memory now. */
  private def builder(): Option[ProcessHandle] = {
    val files = Option(place.resolve("memory").toFile.listFiles).toSeq.flatten.filter(_.getName.startsWith(".lease-"))
    for {
      newest <- files.sortBy(_.getName).lastOption
      claim <- Try(new ObjectMapper().readTree(newest)).toOption
      if claim.path("released").isBoolean && !claim.get("released").asBoolean
      holder <- Option(ProcessHandle.of(claim.get("pid").asLong).orElse(null))
    } yield holder
  }

  private def signal(name: String, process: ProcessHandle): Unit =
    Terminal.run(Seq("kill", s"-$name", s"${process.pid}"), place) shouldBe Outcome(0, "", "")

  private def eventually[T](bound: FiniteDuration)(attempt: => Option[T]): T = {
    val deadline = bound.fromNow
    var result = attempt
    while (result.isEmpty && deadline.hasTimeLeft()) {
      Thread.sleep(20)
      result = attempt
    }
    result.getOrElse(fail(s"not within $bound"))
  }

  private def current(): String = Terminal.text(place.resolve("memory/CURRENT")).trim

  private def releases(): Seq[String] =
    place.resolve("memory/releases").toFile.list.toSeq.filterNot(_.startsWith(".")).sorted

  private def installed(tool: String): Boolean =
    Terminal.run(Seq("bash", "-c", s"command -v $tool"), place).exit == 0
}
