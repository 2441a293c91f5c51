package io.tauspark.refusal

import java.nio.file.Path
import java.util.concurrent.{Callable, ExecutorService, Executors, Future}

import io.tauspark.quickstart.Terminal.Outcome
import io.tauspark.quickstart.Terminal
import org.scalatest.BeforeAndAfterAll
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

/**
 * What every command says to what it cannot use, case by case as the tables have it: one message that says what to
 * change, the exit code, and not a byte changed where it ran.
 */
class RefusalSpec extends AnyFunSpec with Matchers with BeforeAndAfterAll {
  private val cases = Case.commands.map(command => command -> Case.of(command))
  private val launched = cases.flatMap(_._2).filter(_.launched)
  private var place: Path = _
  private var pristine: Path = _
  private var console: Console = _
  private var launchers: ExecutorService = _
  private var tree: Map[String, String] = _

  override def beforeAll(): Unit = {
    place = Terminal.emptyDirectory()
    pristine = Terminal.emptyDirectory()
    console = new Console
    new Inputs(place).make()
    Tree.copy(place, pristine)
    tree = Tree.of(place)
    launchers = Executors.newFixedThreadPool(2)
  }

  override def afterAll(): Unit = {
    launchers.shutdownNow()
    console.close()
    Seq(place, pristine).foreach(Terminal.delete)
  }

  describe("the tables") {
    it("have cases for every command and for the launcher") {
      info(s"${cases.map(_._2.size).sum} cases, ${launched.size} of them through bin/tauspark as well")
      for ((command, mine) <- cases) withClue(command) { mine.size should be >= 10 }
      cases.map(_._2.size).sum should be >= 200
      launched.size should be >= 20
      launched.map(_.command).toSet shouldBe Case.commands.toSet
    }

    it("name each case of a command once") {
      for ((command, mine) <- cases) withClue(command) { mine.map(_.name).diff(mine.map(_.name).distinct) shouldBe empty }
    }
  }

  for ((command, mine) <- cases) describe(s"$command, given") {
    for (one <- mine) it(one.name) {
      tried(one)
    }
  }

  describe("bin/tauspark, given") {
    // Two at a time: each is a JVM that mostly waits for its classes.
    lazy val outcomes: Map[Case, Future[Outcome]] = launched.map { one =>
      val command = s"${Terminal.repository}/bin/tauspark" +: one.command +: arguments(one)
      one -> launchers.submit(new Callable[Outcome] {
        override def call(): Outcome = Terminal.run(command, place)
      })
    }.toMap

    for (one <- launched) it(s"${one.name} (${one.command})") {
      judge(one, outcomes(one).get())
    }

    it("leaves everything as it was") {
      outcomes.values.foreach(_.get())
      Tree.differences(tree, Tree.of(place)) shouldBe empty
    }
  }

  private def tried(one: Case): Unit = {
    val outcome = console.run(one.command, arguments(one))
    if (one.exit != Case.Refused) outputs().foreach(Terminal.delete)
    val changes = Tree.differences(tree, Tree.of(place))
    // Or the cases that follow would fail for the sake of this one.
    if (changes.nonEmpty) Tree.copy(pristine, place)
    judge(one, outcome)
    withClue(outcome.all) { changes shouldBe empty }
  }

  private def judge(one: Case, outcome: Outcome): Unit = withClue(outcome.all) {
    outcome.exit shouldBe one.exit
    if (one.exit != 0) Rules.broken(outcome.err) shouldBe empty
    withClue(s"is not: ${one.message}\n") { one.saysSo(outcome.all) shouldBe true }
  }

  private def arguments(one: Case): Seq[String] = one.arguments.map(_.replace("HERE", place.toString))

  /** What a command wrote that was to write something. */
  private def outputs(): Seq[Path] =
    place.toFile.listFiles.toSeq.filter(_.getName.stripPrefix(".").startsWith("out")).map(_.toPath)
}
