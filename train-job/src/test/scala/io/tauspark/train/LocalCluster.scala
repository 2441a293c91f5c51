package io.tauspark.train

import java.nio.file.{Files, Path}
import java.util.concurrent.TimeUnit

import scala.collection.JavaConverters._

import io.tauspark.model.torch.TorchEngine
import io.tauspark.testing.{ChildJvm, LocalSession}
import io.tauspark.train.config.TaskDemand
import io.tauspark.train.driver.Slots
import org.apache.hadoop.fs.FileUtil
import org.apache.spark.{BarrierTaskContext, SparkConf, SparkContext, SparkEnv}
import org.apache.spark.sql.SparkSession

/**
 * A Spark session with real executors: a master and its workers in this JVM, each executor in a JVM of its own with this
 * JVM's class path, which can be killed and stopped. One at a time, since a JVM has one session.
 */
final class LocalCluster(executors: Int, cores: Int, settings: (String, String)*) extends AutoCloseable {
  private val before = children()
  private val home = LocalCluster.home()

  // Two executors would otherwise both unpack PyTorch's libraries at their first start.
  TorchEngine.open(1).close()

  val spark: SparkSession = {
    LocalSession.stop()
    val conf = new SparkConf()
      .setMaster(s"local-cluster[$executors,$cores,1024]")
      .setAppName("local cluster")
      .set("spark.ui.enabled", "false")
      .set("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
      .set("spark.executor.cores", cores.toString)
      .set("spark.executor.memory", "512m")
      .set("spark.executor.extraClassPath", System.getProperty("java.class.path"))
      .set("spark.executor.extraJavaOptions", LocalCluster.javaOptions)
      .set("spark.executorEnv.OMP_NUM_THREADS", "1")
      .setAll(settings)
    LocalCluster.withHome(home)(new SparkContext(conf))
    SparkSession.builder().getOrCreate()
  }

  /** The process of each executor that can run a task now; waits for all executors. */
  def processes(): Map[String, ProcessHandle] = {
    new Slots(spark.sparkContext, new TaskDemand(0, 0), executors * cores, true, java.time.Duration.ofSeconds(120)).require()
    spark.sparkContext
      .parallelize(0 until executors * cores, executors * cores)
      .barrier()
      .mapPartitions { _ =>
        Iterator(s"${SparkEnv.get.executorId} ${ProcessHandle.current().pid()} ${BarrierTaskContext.get().partitionId()}")
      }
      .collect()
      .map(_.split(' '))
      .map(fields => fields(0) -> ProcessHandle.of(fields(1).toLong).get)
      .toMap
  }

  /** Ends a process as the kernel does when memory is short. */
  def kill9(process: ProcessHandle): Unit = {
    process.destroyForcibly()
    ()
  }

  /** Stops a process in the middle of what it does, without ending it: its connections stay open and say nothing. */
  def stop(process: ProcessHandle): Unit =
    require(new ProcessBuilder("kill", "-STOP", process.pid().toString).start().waitFor() == 0, "kill -STOP failed")

  /** Ends the session and every process that came with it, also those that were stopped. */
  override def close(): Unit = {
    spark.stop()
    val left = children() -- before
    left.foreach(_.destroyForcibly())
    left.foreach(_.onExit().get(30, TimeUnit.SECONDS))
    FileUtil.fullyDelete(home.toFile)
    ()
  }

  private def children(): Set[ProcessHandle] = ProcessHandle.current().children().iterator().asScala.toSet
}

object LocalCluster {
  /** What Spark's launcher looks for in a source tree to know its Scala version. */
  private val ScalaMarker = "launcher/target/scala-2.12"

  private def javaOptions: String =
    Seq("ai.djl.offline", "log4j2.configurationFile", "java.net.preferIPv4Stack", "user.timezone")
      .flatMap(key => Option(System.getProperty(key)).map(value => s"-D$key=$value"))
      .mkString(ChildJvm.options.asScala.mkString("", " ", " "), " ", "")

  /** An empty Spark: all its classes are on the class path that the executors get. */
  private def home(): Path = {
    val home = Files.createTempDirectory("spark-home")
    Files.createDirectories(home.resolve("jars"))
    Files.createDirectories(home.resolve(ScalaMarker))
    home
  }

  /** Workers read where Spark is from the environment, which a JVM cannot change, or in tests from a property. */
  private def withHome[T](home: Path)(body: => T): T = {
    val properties = Map("spark.testing" -> "true", "spark.test.home" -> home.toString)
    properties.foreach { case (key, value) => System.setProperty(key, value) }
    try body
    finally properties.keys.foreach(System.clearProperty(_))
  }
}
