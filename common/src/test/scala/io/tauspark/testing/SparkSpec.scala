package io.tauspark.testing

import org.apache.spark.sql.SparkSession

/** A spec with a local Spark session, which it shares with other specs of its module that want the same. */
trait SparkSpec {
  /** How many tasks run at one time. */
  protected def cores: Int = 2

  /** Spark's settings besides those that all specs have. */
  protected def sparkSettings: Map[String, String] = Map.empty

  protected def spark: SparkSession = LocalSession.shared(cores, sparkSettings)
}

/**
 * The one local session of this JVM. Since starting one takes longer than most tests, it stays until a spec asks for another,
 * and ends with the JVM.
 */
object LocalSession {
  private var opened: Option[(Map[String, String], SparkSession)] = None

  /** The session with these settings: the one that is open, or a new one in its place. */
  def shared(cores: Int, settings: Map[String, String]): SparkSession = synchronized {
    val wanted = all(cores, settings)
    opened.filter { case (has, session) => has == wanted && !session.sparkContext.isStopped }.map(_._2).getOrElse {
      val session = start(wanted)
      opened = Some(wanted -> session)
      session
    }
  }

  /** A session of its own, in place of the shared one; who asks for it stops it. */
  def own(cores: Int, settings: (String, String)*): SparkSession = synchronized {
    start(all(cores, settings.toMap))
  }

  /** Makes room for a Spark context that is not local. */
  def stop(): Unit = synchronized {
    SparkSession.getDefaultSession.foreach(_.stop())
    opened = None
  }

  private def start(settings: Map[String, String]): SparkSession = {
    stop()
    settings.foldLeft(SparkSession.builder()) { case (some, (key, value)) => some.config(key, value) }.getOrCreate()
  }

  private def all(cores: Int, settings: Map[String, String]): Map[String, String] = Map(
    "spark.master" -> s"local[$cores]",
    "spark.app.name" -> "specs",
    "spark.ui.enabled" -> "false",
    "spark.sql.shuffle.partitions" -> "2",
    // Planning anew after every stage takes longer than the stages of a spec. Jobs that specs start as a user does have it.
    "spark.sql.adaptive.enabled" -> "false",
    // The stricter of the two serializers: it refuses records.
    "spark.serializer" -> "org.apache.spark.serializer.KryoSerializer") ++ settings
}
