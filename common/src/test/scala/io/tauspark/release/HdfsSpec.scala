package io.tauspark.release

import java.time.{Clock, Duration, Instant}
import java.util.concurrent.atomic.AtomicBoolean
import java.util.concurrent.{Callable, CyclicBarrier, Executors, TimeUnit}

import scala.collection.JavaConverters._

import io.tauspark.config.InvalidInput
import io.tauspark.output.{InputPath, OutputDirectory, OutputGuard}
import io.tauspark.store.{Layout, OutputKind, Publication, Storage}
import io.tauspark.testing.Hdfs
import org.apache.hadoop.conf.Configuration
import org.apache.hadoop.fs.Path
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

class HdfsSpec extends AnyFunSpec with Matchers {
  private val hadoop = new Configuration()
  private val lease = Duration.ofMinutes(2)
  private val now = Instant.parse("2026-11-22T01:45:00Z")
  private val later = Clock.offset(Clock.systemUTC(), lease.multipliedBy(2))

  private def write(root: Path)(work: ReleaseWriter => Unit): Unit = {
    val writer = ReleaseWriter.open(root, "spec", lease, hadoop)
    try work(writer) finally writer.close()
  }

  private def publish(writer: ReleaseWriter, second: Int): String =
    writer.publish(now.plusSeconds(second.toLong), here => {
      Storage.writeText(new Path(here, "embedder/words.txt"), s"$second", hadoop)
      Storage.writeText(new Path(here, "provenance.json"), "{\"job\": \"laplacian\"}", hadoop)
    }).getName

  private def names(path: Path): Seq[String] = Storage.names(path, hadoop).asScala

  /** Runs the same in several threads that start at one moment, and gives what each returned. */
  private def together[T](count: Int)(work: => T): Seq[T] = {
    val threads = Executors.newFixedThreadPool(count)
    val start = new CyclicBarrier(count)
    val task = new Callable[T] { def call(): T = { start.await(1, TimeUnit.MINUTES); work } }
    try Seq.fill(count)(threads.submit(task)).map(_.get(1, TimeUnit.MINUTES))
    finally { threads.shutdownNow(); () }
  }

  describe("a file on HDFS") {
    it("is made by exactly one of several, and is left alone by the others") {
      val root = Hdfs.directory("file")
      for (round <- 1 to 20) {
        together(4)(Storage.createText(new Path(root, s"one-$round"), "mine", hadoop)).count(identity) shouldBe 1
        Storage.readText(new Path(root, s"one-$round"), hadoop) shouldBe "mine"
      }
    }

    it("exists for others from the moment it is made, written or not") {
      val file = new Path(Hdfs.directory("open"), "file")
      val maker = Hdfs.files.create(file, false)
      Storage.createText(file, "late", hadoop) shouldBe false
      maker.close()
      Storage.readText(file, hadoop) shouldBe ""
    }

    it("is replaced without a moment in which a reader finds nothing") {
      val file = new Path(Hdfs.directory("pointer"), "CURRENT")
      Storage.replaceText(file, "0", hadoop)
      val stop = new AtomicBoolean()
      val reader = Executors.newSingleThreadExecutor()
      try {
        val seen = reader.submit(new Callable[Seq[Int]] {
          def call(): Seq[Int] = Iterator.continually(Storage.readText(file, hadoop).toInt).takeWhile(_ => !stop.get).toList
        })
        for (number <- 1 to 100) Storage.replaceText(file, number.toString, hadoop)
        stop.set(true)
        val found = seen.get(1, TimeUnit.MINUTES)
        found.distinct.size should be > 5
        found shouldBe found.sorted
      } finally { reader.shutdownNow(); () }
      names(file.getParent) shouldBe Seq("CURRENT")
    }
  }

  describe("a directory on HDFS") {
    it("is published whole, withdrawn whole, and cleared of what others left") {
      val root = Hdfs.directory("publication")
      val publication = Publication.begin(new Path(root, "out"), false, hadoop)
      Storage.writeText(new Path(publication.staging, "a.txt"), "new", hadoop)
      names(root).filterNot(_.startsWith(".")) shouldBe empty
      publication.publish()
      publication.close()
      names(root) shouldBe Seq("out")
      Publication.begin(new Path(root, "abandoned"), false, hadoop)
      Publication.removeLeftovers(root, hadoop)
      names(root) shouldBe Seq("out")
      Publication.withdraw(new Path(root, "out"), hadoop)
      names(root) shouldBe empty
    }
  }

  describe("an output on HDFS") {
    val kind = new OutputKind("mill", "provenance.json", Layout.of("provenance\\.json", "flour\\.txt"))
    val id = "0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f"

    def guard(root: Path, overwrite: Boolean, inputs: String*) = OutputGuard.of(
      kind, s"$root/out", overwrite, inputs.map(path => new InputPath("input", path)).asJava, hadoop)

    def make(root: Path, overwrite: Boolean, content: String): Unit = {
      val output = OutputDirectory.open(guard(root, overwrite))
      try {
        Storage.writeText(new Path(output.staging, "provenance.json"), "{\"job\": \"mill\"}", hadoop)
        Storage.writeText(new Path(output.staging, "flour.txt"), content, hadoop)
        output.publish()
      } finally output.close()
    }

    it("takes its name whole, replaces its like and is freed of what killed processes left") {
      val root = Hdfs.directory("output")
      make(root, overwrite = false, "old")
      Seq(s".out.writing/staging-$id", s".out.staging-$id", s".out.replaced-$id", ".out.staging-notes")
        .foreach(name => Storage.writeText(new Path(root, s"$name/flour.txt"), "half", hadoop))
      make(root, overwrite = true, "new")
      names(root) shouldBe Seq(".out.staging-notes", "out")
      Storage.readText(new Path(root, "out/flour.txt"), hadoop) shouldBe "new"
    }

    it("comes back if a process died between the two renames") {
      val root = Hdfs.directory("between")
      make(root, overwrite = false, "old")
      Hdfs.files.rename(new Path(root, "out"), new Path(root, s".out.replaced-$id"))
      (the[InvalidInput] thrownBy make(root, overwrite = false, "new")).getMessage should include("exists; give another")
      names(root) shouldBe Seq("out")
      Storage.readText(new Path(root, "out/flour.txt"), hadoop) shouldBe "old"
    }

    it("is not replaced if somebody's file or an input lies in it, under whatever address") {
      val root = Hdfs.directory("foreign")
      make(root, overwrite = false, "old")
      val path = s"${root.toUri.getPath}/out"
      val host = root.toUri.getAuthority
      for (input <- Seq(s"$root/out/flour.txt", s"$root/x/../out", s"$root/o?t", s"hdfs://${host.toUpperCase}$path")) {
        val thrown = the[InvalidInput] thrownBy guard(root, true, input).check()
        thrown.getMessage should include(s"input '$input' lies in '")
      }
      Storage.writeText(new Path(root, "out/notes.txt"), "mine", hadoop)
      (the[InvalidInput] thrownBy make(root, overwrite = true, "new")).getMessage should include("'notes.txt'")
      names(new Path(root, "out")) shouldBe Seq("flour.txt", "notes.txt", "provenance.json")
      names(root) shouldBe Seq("out")
    }
  }

  describe("a memory on HDFS") {
    it("publishes, promotes, rolls back and prunes") {
      val root = Hdfs.directory("memory")
      val store = new ReleaseStore(root, hadoop)
      write(root) { writer =>
        for (second <- 0 to 3) writer.promote(publish(writer, second), "spec")
        writer.rollback("spec") shouldBe "20261122T014502Z"
        writer.prune(new Retention(2, Duration.ZERO)).asScala shouldBe Seq("20261122T014500Z", "20261122T014503Z")
      }
      store.names.asScala shouldBe Seq("20261122T014501Z", "20261122T014502Z")
      store.current.get.getName shouldBe "20261122T014502Z"
      Storage.readText(new Path(store.current.get, "embedder/words.txt"), hadoop) shouldBe "2"
      names(root) shouldBe Seq(".lease-000001", "CURRENT", "promotions.jsonl", "releases")
    }

    it("is cleared of what a killed writer left, once that one's lease has ended") {
      val root = Hdfs.directory("killed")
      val dead = ReleaseWriter.open(root, "dead", lease, hadoop)
      val staged = Publication.begin(new Path(root, "releases/20261122T014500Z"), false, hadoop)
      (the[InvalidInput] thrownBy ReleaseWriter.open(root, "next", lease, hadoop)).getMessage should include("'dead' of")
      ReleaseWriter.open(root, "next", lease, later, hadoop).close()
      names(new Path(root, "releases")) shouldBe empty
      names(root) shouldBe Seq(".lease-000002", "releases")
      an[java.io.IOException] should be thrownBy staged.publish()
      (the[java.io.IOException] thrownBy publish(dead, 1)).getMessage should include("is lost")
      new ReleaseStore(root, hadoop).names.asScala shouldBe empty
    }

    it("gives its lease to exactly one of several contenders, also when they take over from a dead one") {
      val root = Hdfs.directory("contended")
      val files = new LeaseFiles(root, hadoop)
      for (round <- 1 to 15) {
        val outcomes = together(4) {
          try Some(Lease.acquire(root, "contender", lease, hadoop))
          catch { case _: InvalidInput => None }
        }
        outcomes.flatten should have size 1
        outcomes.flatten.foreach(_.requireHeld())
        files.highest() shouldBe round
        val ended = Instant.now.minusSeconds(1)
        files.replace(round.toLong, LeaseClaim.ofThisProcess("dead", ended, ended))
      }
    }
  }
}
