package io.tauspark.laplacian

import java.io.ByteArrayOutputStream
import java.nio.file.{Files, Path}
import java.time.Duration
import java.util.zip.GZIPOutputStream

import scala.collection.JavaConverters._

import io.tauspark.config.InvalidInput
import io.tauspark.laplacian.report.MemoryReport
import io.tauspark.memory.{DomainMemory, LaplacianHealth, Taumode}
import io.tauspark.release.{ReleaseStore, ReleaseWriter}
import io.tauspark.store.Json
import io.tauspark.testing.Hdfs
import org.apache.commons.io.FileUtils
import org.apache.hadoop.conf.Configuration
import org.scalatest.BeforeAndAfterAll
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

class LaplacianJobSpec extends AnyFunSpec with Matchers with MemorySpec with BeforeAndAfterAll {
  private val hadoop = new Configuration()
  private val corpus = documents(400)

  /** A memory that many of these look at and none changes. */
  private lazy val home = Files.createTempDirectory("memory-home")
  private lazy val base = {
    val input = Files.move(jsonl("docs.jsonl", corpus), home.resolve("docs.jsonl"))
    LaplacianJob.run(spark, config(input, home.resolve("memory").toString, "name=yard"))
  }

  override def afterAll(): Unit = FileUtils.deleteDirectory(home.toFile)

  private def run(input: Path, output: String, settings: String*): LaplacianReport =
    LaplacianJob.run(spark, config(input, output, settings: _*))

  private def refusal(input: Path, settings: String*): String =
    (the[InvalidInput] thrownBy run(input, "memory", settings: _*)).getMessage

  private def hadoopPath(path: Path) = new org.apache.hadoop.fs.Path(path.toUri)

  private def release(report: LaplacianReport): Path = Path.of(new org.apache.hadoop.fs.Path(report.release).toUri.getPath)

  private def names(path: Path): Set[String] = {
    val listed = Files.list(path)
    try listed.iterator.asScala.map(_.getFileName.toString).toSet finally listed.close()
  }

  private def lambdas(report: LaplacianReport): Map[String, (Double, Double)] =
    spark.read.parquet(release(report).resolve("lambdas.parquet").toString).collect()
      .map(row => row.getString(0) -> ((row.getDouble(1), row.getDouble(2)))).toMap

  describe("a corpus of JSON lines") {
    it("becomes a memory that loads, is sound and is promoted") {
      val report = base
      val memory = DomainMemory.load(hadoopPath(home.resolve("memory")), hadoop)
      memory.name shouldBe "yard"
      memory.sha256 shouldBe report.manifoldSha256
      memory.directory.toString shouldBe report.release
      memory.tau.getAsDouble shouldBe report.memory.documents.tau
      memory.laplacian.size shouldBe 16
      val health = LaplacianHealth.of(memory.laplacian, memory.form)
      health.components shouldBe report.memory.graph.health.components
      health.lambda2 shouldBe report.memory.graph.health.lambda2 +- 1e-12
      health.hubShare shouldBe report.memory.graph.health.hubShare
      (report.documents, report.added, report.unknown) shouldBe ((400L, 400L, 0L))
      report.memory.embedding.provenance.get("vocabulary") shouldBe 35L
      report.promoted shouldBe true
    }

    it("leaves exactly the files of a release") {
      val report = base
      names(home.resolve("memory")) shouldBe Set("CURRENT", "releases", "promotions.jsonl", ".lease-000001")
      names(release(report)) shouldBe Set("manifold.parquet", "manifold.json", "lambdas.parquet", "moments.safetensors",
        "embedder", "report.json", "report.html", "provenance.json")
      val json = Json.tree(Files.readString(release(report).resolve("manifold.json")), "manifold.json")
      json.at("/builder_config/nitems/Usize").asInt shouldBe 400
      json.at("/builder_config/nfeatures/Usize").asInt shouldBe 16
      json.at("/builder_config/lambda_topk/Usize").asInt shouldBe 4
      json.at("/tau_value").asDouble shouldBe report.memory.documents.tau
      json.at("/tau_rule").asText shouldBe "median-energy"
      json.at("/laplacian_form").asText shouldBe "combinatorial"
      val provenance = Json.tree(Files.readString(release(report).resolve("provenance.json")), "provenance.json")
      provenance.at("/job").asText shouldBe "laplacian"
      provenance.at("/config/embed/dimension").asInt shouldBe 16
      provenance.at("/config/seed").asLong shouldBe 42L
      provenance.at("/inputs/documents").asInt shouldBe 400
      provenance.at("/inputs/embedder/kind").asText shouldBe "words"
      provenance.at("/results/manifoldSha256").asText shouldBe report.manifoldSha256
      provenance.at("/seconds").fieldNames.asScala.toSeq shouldBe
        Seq("read", "fit", "gram", "graph", "energies", "samples", "drift", "write")
    }

    it("says in a few lines what came of it") {
      val report = base
      report.summary should include("400 records: 400 new documents, 0 duplicates, rejected: none")
      report.summary should include("16 features")
      report.summary should include(report.release)
    }

    it("may be gzipped parts in a directory") {
      for ((part, k) <- corpus.grouped(150).zipWithIndex) {
        val text = part.map { case (id, text) => Json.line(java.util.Map.of("id", id, "text", text)) }.mkString("", "\n", "\n")
        val bytes = new ByteArrayOutputStream()
        val zip = new GZIPOutputStream(bytes)
        zip.write(text.getBytes("UTF-8"))
        zip.close()
        Files.createDirectories(directory.resolve("train"))
        Files.write(directory.resolve(s"train/part-$k.jsonl.gz"), bytes.toByteArray)
      }
      run(directory.resolve("train"), "zipped", "name=yard").manifoldSha256 shouldBe base.manifoldSha256
    }
  }

  describe("energies and lambdas") {
    it("are given for every document, with tau the median energy") {
      val report = base
      val found = lambdas(report)
      found.keySet shouldBe corpus.map(_._1).toSet
      report.memory.documents.tau shouldBe Taumode.median(found.values.map(_._1).toArray: _*)
      for ((energy, lambda) <- found.values) {
        lambda shouldBe energy / (energy + report.memory.documents.tau)
        energy should (be >= 0.0 and be <= report.memory.graph.health.largestEigenvalue * (1 + 1e-12))
      }
      val sorted = found.values.map(_._2).toSeq.sorted
      report.memory.documents.lambdaP05 shouldBe sorted(20)
      report.memory.documents.lambdaP50 shouldBe sorted(200)
      report.memory.documents.lambdaP95 shouldBe sorted(379)
    }

    it("are zero for documents without known words, which have no say in tau") {
      val more = run(jsonl("more.jsonl", corpus ++ (1 to 50).map(i => s"odd-$i" -> s"zyzzyva$i")), "memory", "name=yard")
      (base.unknown, more.unknown) shouldBe ((0L, 50L))
      lambdas(more)("odd-1") shouldBe ((0.0, 0.0))
      more.memory.documents.tau shouldBe Taumode.median(lambdas(more).values.map(_._1).filter(_ > 0).toArray: _*)
    }
  }

  describe("one corpus in any number of partitions") {
    it("gives the same bytes of the Laplacian, the same tau and the same lambdas") {
      val one = base
      for (parts <- Seq(2, 7)) {
        corpus.reverse.grouped(corpus.size / parts + 1).zipWithIndex
          .foreach { case (part, k) => jsonl(s"in-$parts/part-$k.jsonl", part) }
        // One file per partition: Spark would pack files this small together.
        spark.conf.set("spark.sql.files.openCostInBytes", spark.conf.get("spark.sql.files.maxPartitionBytes"))
        try {
          spark.read.text(directory.resolve(s"in-$parts").toString).rdd.getNumPartitions shouldBe parts
          val many = run(directory.resolve(s"in-$parts"), s"out-$parts", "name=yard")
          Files.readAllBytes(release(many).resolve("manifold.parquet")) shouldBe
            Files.readAllBytes(release(one).resolve("manifold.parquet"))
          many.memory.documents shouldBe one.memory.documents
          lambdas(many) shouldBe lambdas(one)
        } finally spark.conf.unset("spark.sql.files.openCostInBytes")
      }
    }
  }

  describe("a second run") {
    it("adds a release and promotes it") {
      val first = run(jsonl("docs.jsonl", corpus), "memory")
      val second = run(jsonl("docs.jsonl", corpus), "memory", "seed=7")
      second.manifoldSha256 should not be first.manifoldSha256
      val store = new ReleaseStore(hadoopPath(directory.resolve("memory")), hadoop)
      store.names.asScala shouldBe Seq(first, second).map(release(_).getFileName.toString)
      store.current.get.getName shouldBe release(second).getFileName.toString
    }

    it("that fails leaves the earlier release promoted and nothing beside it") {
      val input = jsonl("docs.jsonl", corpus)
      val first = run(input, "memory")
      refusal(input, "embed.min-count=100000")
      // Lets Spark fail at the moment it starts to write.
      spark.conf.set("spark.sql.sources.commitProtocolClass", "no.such.Protocol")
      try a[ClassNotFoundException] should be thrownBy run(input, "memory")
      finally spark.conf.unset("spark.sql.sources.commitProtocolClass")
      names(directory.resolve("memory/releases")) shouldBe Set(release(first).getFileName.toString)
      DomainMemory.load(hadoopPath(directory.resolve("memory")), hadoop).sha256 shouldBe first.manifoldSha256
    }
  }

  describe("a corpus and a memory on HDFS") {
    it("give the same memory as on local disks") {
      val place = Hdfs.directory("laplacian")
      Hdfs.files.copyFromLocalFile(hadoopPath(jsonl("docs.jsonl", corpus)), new org.apache.hadoop.fs.Path(place, "docs.jsonl"))
      val report = run(directory, "unused", s"input=${place.getParent}/lap*/{docs,no/ne}.json?", s"output=$place/memory", "name=yard")
      report.release should startWith("hdfs://")
      val memory = DomainMemory.load(new org.apache.hadoop.fs.Path(place, "memory"), hadoop)
      memory.sha256 shouldBe base.manifoldSha256
      spark.read.parquet(s"${report.release}/lambdas.parquet").count shouldBe 400L
    }
  }

  describe("a memory that somebody else is changing") {
    it("is left alone, with the name of who that is") {
      val memory = hadoopPath(directory.resolve("memory"))
      val other = ReleaseWriter.open(memory, "someone's rebuild", Duration.ofMinutes(1), hadoop)
      try refusal(jsonl("docs.jsonl", corpus)) should (include("is being changed by") and include("someone's rebuild"))
      finally other.close()
      run(jsonl("docs.jsonl", corpus), "memory").promoted shouldBe true
    }
  }

  describe("input that cannot become a memory") {
    it("is refused with the reason, and nothing is written") {
      refusal(directory.resolve("nowhere")) should include("nowhere' does not exist")
      refusal(lines("empty.jsonl", Seq("{\"id\": \"a\"}", "not json"))) should include("holds no document")
      refusal(jsonl("one.jsonl", corpus.take(1))) should include("at least 2 are needed")
      refusal(jsonl("docs.jsonl", corpus), "embed.min-count=100000") should include("lower it")
      Files.exists(directory.resolve("memory")) shouldBe false
    }

    it("may hold bad lines, which are counted") {
      val good = corpus.map { case (id, text) => Json.line(java.util.Map.of("id", id, "text", text)) }
      val report = run(lines("mixed.jsonl", good ++ Seq("{\"id\": \"a\", \"text\": \"\"}", "not json")), "memory")
      report.documents shouldBe 400L
      report.memory.intake.rejected.asScala shouldBe Map("broken-json" -> 1L, "empty-text" -> 1L)
      names(release(report)) should contain("rejected")
    }

    it("is refused with the counts if too much of it is bad") {
      val good = corpus.take(90).map { case (id, text) => Json.line(java.util.Map.of("id", id, "text", text)) }
      refusal(lines("mixed.jsonl", good ++ Seq.fill(10)("not json"))) should include("10 of the 100 records")
      Files.exists(directory.resolve("memory")) shouldBe false
    }
  }

  describe("a graph that falls apart or leans on hubs") {
    it("is published with a warning") {
      val report = run(jsonl("docs.jsonl", corpus), "memory", "graph.topk=1", "graph.eps=0.05", "gate.components=16")
      report.memory.graph.health.components should be > 1
      report.memory.warnings.asScala.exists(_.contains("falls into")) shouldBe true
      report.summary should include("warning")
      base.memory.graph.health.components shouldBe 1
    }
  }

  describe("the report of a release") {
    it("reads back as it was, and shows documents with their texts") {
      val stored = Json.read(Files.readString(release(base).resolve("report.json")), classOf[MemoryReport], "report")
      stored shouldBe base.memory
      for (shown <- Seq(stored.documents.typical, stored.documents.lowest, stored.documents.highest)) {
        shown.size shouldBe 10
        for (sample <- shown.asScala) sample.text shouldBe corpus.toMap.apply(sample.id)
      }
      val lambda = stored.documents.lowest.asScala.map(_.lambda)
      lambda shouldBe lambda.sorted
      Files.readString(release(base).resolve("report.html")) should (include("<svg") and include("yard"))
    }
  }
}
