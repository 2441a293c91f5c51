package io.tauspark.quickstart

import java.nio.file.Path

import io.tauspark.quickstart.Terminal.Outcome
import org.scalatest.BeforeAndAfterEach
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

/** bin/test-summary on reports in the two layouts that Surefire and ScalaTest write. */
class TestSummarySpec extends AnyFunSpec with Matchers with BeforeAndAfterEach {
  private var project: Path = _

  override def beforeEach(): Unit = project = Terminal.emptyDirectory()

  override def afterEach(): Unit = Terminal.delete(project)

  it("adds the reports of both runners in all modules") {
    surefire("one", """tests="3" errors="0" skipped="1" failures="0"""", passed * 2 + skippedBySurefire)
    scalatest("two", """errors="0" failures="0" tests="2"""", passed * 2)
    summary() shouldBe Outcome(0, "4 passed, 0 failed, 1 skipped\n", "")
  }

  it("says before the sum why tests were skipped") {
    val reason = "<skipped type=\"aborted\"><![CDATA[org.Aborted: skipped: no golden file\n\tat Some.line\n]]></skipped>"
    val skipped = s"""<testcase name="g">$reason</testcase>"""
    surefire("one", """tests="3" errors="0" skipped="2" failures="0"""", passed + skipped * 2)
    summary() shouldBe Outcome(0, "not checked by 2 tests: no golden file\n1 passed, 0 failed, 2 skipped\n", "")
  }

  it("names the tests that failed, whoever ran them, and why") {
    scalatest("two", """errors="0" failures="1" tests="2"""", passed + failedInScalaTest)
    val broken = """<testcase name="e" classname="io.One"><error message="1 &lt; 2 &amp; so on"/></testcase>"""
    surefire("one", """tests="2" errors="1" skipped="0" failures="0"""", passed + broken)
    val Outcome(code, out, _) = summary()
    code shouldBe 1
    out.linesIterator.toSeq.init should contain theSameElementsAs Seq("failed: io.One e: 1 < 2 & so on", "failed:  f: no")
    out should endWith("\n2 passed, 2 failed\n")
  }

  it("fails when a suite broke before its first test") {
    surefire("one", """tests="1" errors="0" skipped="0" failures="0"""", passed)
    scalatest("two", """errors="1" failures="0" tests="0"""", "")
    summary() shouldBe Outcome(1, "1 passed, 1 failed\n", "")
  }

  it("fails when nothing ran") {
    summary() shouldBe Outcome(1, "0 passed, 0 failed\n", "")
  }

  it("does not count what a test printed") {
    val printed = s"""<system-out><![CDATA[$passed\n<testsuite failures="9">\n$failedInScalaTest]]></system-out>"""
    surefire("one", """tests="1" errors="0" skipped="0" failures="0"""", passed + printed)
    summary().out shouldBe "1 passed, 0 failed\n"
  }

  private val passed = "  <testcase name=\"p\" time=\"0\"/>\n"
  private val skippedBySurefire = "<testcase name=\"s\"><skipped/></testcase>"
  private val failedInScalaTest = "<testcase \nname=\"f\"><failure \nmessage=\"no\">at Some.scala</failure></testcase>"

  private def summary(): Outcome =
    Terminal.run(Seq(s"${Terminal.repository}/bin/test-summary", project.toString), project)

  private def surefire(module: String, counts: String, cases: String): Path =
    report(module, "surefire", s"""<testsuite version="3" name="a" $counts>\n$cases</testsuite>""")

  private def scalatest(module: String, counts: String, cases: String): Path =
    report(module, "scalatest", s"""<testsuite \n$counts time="1">\n$cases</testsuite>""")

  private def report(module: String, runner: String, suite: String): Path =
    Terminal.write(
      project.resolve(s"$module/target/$runner-reports/TEST-a.xml"),
      s"""<?xml version="1.0"?>\n$suite\n""")
}
