package io.tauspark.clusters

import java.nio.file.{Files, Path}
import java.util.logging.{Level, Logger}

import scala.collection.JavaConverters._
import scala.concurrent.ExecutionContext.Implicits.global
import scala.concurrent.duration._
import scala.concurrent.{Await, Future}

import com.fasterxml.jackson.databind.introspect.{Annotated, JacksonAnnotationIntrospector}
import com.fasterxml.jackson.databind.json.JsonMapper
import com.fasterxml.jackson.databind.{DeserializationFeature, ObjectMapper}
import io.fabric8.kubernetes.api.model.rbac.{Role, RoleBinding}
import io.fabric8.kubernetes.api.model.{Namespace, PersistentVolumeClaim, Pod, ServiceAccount}
import io.fabric8.kubernetes.client.server.mock.{KubernetesCrudDispatcher, KubernetesMockServer}
import io.fabric8.mockwebserver.{Context, ServerRequest, ServerResponse}
import io.tauspark.quickstart.{Corpus, Terminal}
import okhttp3.mockwebserver.MockWebServer
import org.scalatest.BeforeAndAfterAll
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers
import org.yaml.snakeyaml.Yaml

/** What is in conf for Kubernetes, read by the types of its API, and by Spark with a server that runs no pods. */
class KubernetesSpec extends AnyFunSpec with Matchers with BeforeAndAfterAll {
  private val conf = Terminal.repository.resolve("conf")
  private val spark = Terminal.repository.resolve("clusters/target/spark")
  private var place: Path = _
  private var server: KubernetesMockServer = _
  // Held, since a logger that nobody holds forgets its level. It tells of each request otherwise.
  private val requests = Logger.getLogger(classOf[MockWebServer].getName)

  override def beforeAll(): Unit = {
    place = Terminal.emptyDirectory()
    requests.setLevel(Level.WARNING)
    server = new KubernetesMockServer(
      new Context,
      new MockWebServer,
      new java.util.HashMap[ServerRequest, java.util.Queue[ServerResponse]],
      new KubernetesCrudDispatcher,
      false)
    server.init()
  }

  override def afterAll(): Unit = {
    if (server != null) server.destroy()
    Terminal.delete(place)
  }

  describe("the manifests") {
    it("have no field that the types of the API do not have") {
      for (file <- Seq("kubernetes/namespace.yaml", "kubernetes/gpu-executor.yaml"); document <- documents(file))
        withClue(file) { typed(document) }
    }

    it("of a scheduled application name classes of our jars, forbid overlaps and are not tried again") {
      val applications = documents("schedule/scheduled-spark-application.yaml")
      val classes = applications.map(application => at(application, "spec", "template", "mainClass"))
      classes shouldBe Seq("io.tauspark.laplacian.LaplacianJob", "io.tauspark.releases.ReleasesJob")
      for (application <- applications) {
        at(application, "spec", "concurrencyPolicy") shouldBe "Forbid"
        at(application, "spec", "template", "restartPolicy", "type") shouldBe "Never"
        at(application, "spec", "template", "mainApplicationFile") shouldBe "local:///opt/tauspark/tauspark-laplacian.jar"
      }
    }
  }

  describe("an executor with a GPU") {
    it("is asked for with its GPU, its libraries and its memory, and a training says that none came") {
      Corpus.write(place.resolve("animals.jsonl"))
      val shard = Terminal.run(
        Seq(s"${Terminal.repository}/bin/tauspark", "shard", "--set", "input=animals.jsonl", "--set", "output=shards"), place)
      withClue(shard.all) { shard.exit shouldBe 0 }
      val client = server.createClient().inNamespace("tauspark")
      try {
        val training = Future(train())
        val deadline = 2.minutes.fromNow
        var pods = client.pods().list().getItems.asScala
        while (pods.isEmpty && deadline.hasTimeLeft()) {
          Thread.sleep(100)
          pods = client.pods().list().getItems.asScala
        }
        val refused = Await.result(training, 3.minutes)
        withClue(refused.all) { pods should not be empty }

        val pod = pods.head.getSpec
        val container = pod.getContainers.get(0)
        container.getImage shouldBe "registry.example.org/tauspark:0.1.0"
        container.getResources.getLimits.get("nvidia.com/gpu").toString shouldBe "1"
        container.getResources.getLimits.get("memory").toString shouldBe "5120Mi"
        val mounts = container.getVolumeMounts.asScala.map(mount => mount.getName -> mount.getMountPath).toMap
        mounts should (contain("natives" -> "/var/cache/tauspark") and contain("cuda" -> "/opt/cuda"))
        val variables = container.getEnv.asScala.map(variable => variable.getName -> variable.getValue).toMap
        variables should (contain("DJL_CACHE_DIR" -> "/var/cache/tauspark") and contain("LC_ALL" -> "C.UTF-8") and
          contain("PYTORCH_LIBRARY_PATH" -> "/opt/cuda"))
        pod.getTolerations.asScala.map(_.getKey) should contain("nvidia.com/gpu")

        refused.exit shouldBe 2
        refused.err should include("faults.start")
        Files.exists(place.resolve("run")) shouldBe false
      } finally client.close()
    }
  }

  /** A training by a driver on this machine, with the settings for GPUs that the file has as comments. */
  private def train(): Terminal.Outcome = {
    val commented = "# (spark\\.(?!metrics|authenticate|network|io|task|driver|kubernetes\\.driver)\\S+ .*)".r
    val file = Terminal.text(conf.resolve("clusters/kubernetes.properties")).linesIterator
      .map { case commented(setting) => setting; case line => line }
    Terminal.write(place.resolve("gpu.properties"), file.map(_.replace(" conf/", s" $conf/")).mkString("", "\n", "\n"))
    val command = Seq(s"${Terminal.repository}/bin/tauspark", "train", "--set", "data=shards", "--set", "output=run",
      "--set", "workers=4", "--set", "model.memory.use=[]", "--set", "faults.start=15s", "--set", "parallel.task.gpus=1",
      "--spark", "--master", s"k8s://http://127.0.0.1:${server.getPort}", "--properties-file", "gpu.properties",
      "--conf", "spark.driver.host=127.0.0.1")
    Terminal.run(command, place, Map("SPARK_HOME" -> spark.toString), bound = 3.minutes)
  }

  private def documents(file: String): Seq[java.util.Map[String, AnyRef]] =
    new Yaml().loadAll(Terminal.text(conf.resolve(file))).asScala.map(_.asInstanceOf[java.util.Map[String, AnyRef]]).toSeq

  private def at(document: AnyRef, keys: String*): AnyRef =
    keys.foldLeft(document)((value, key) => value.asInstanceOf[java.util.Map[String, AnyRef]].get(key))

  private def typed(document: java.util.Map[String, AnyRef]): Unit = {
    val types = Seq(classOf[Namespace], classOf[ServiceAccount], classOf[Role], classOf[RoleBinding],
      classOf[PersistentVolumeClaim], classOf[Pod])
    val kind = types.find(_.getSimpleName == document.get("kind")).getOrElse(fail(s"what is ${document.get("kind")}?"))
    KubernetesSpec.strict.convertValue(document, kind) should not be null
    ()
  }
}

object KubernetesSpec {

  /** The types keep what they do not know in a map, and a misspelt field would be there. */
  private val strict: ObjectMapper = JsonMapper.builder
    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
    .annotationIntrospector(new JacksonAnnotationIntrospector {
      override def hasAnySetter(member: Annotated): java.lang.Boolean = null
    })
    .build
}
