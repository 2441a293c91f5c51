package io.tauspark.refusal

import java.nio.file.{Files, LinkOption, Path}
import java.util.zip.CRC32

import scala.collection.JavaConverters._

import io.tauspark.quickstart.Terminal

/**
 * What lies below a directory at one moment: every path, with the content of files and the targets of links. Of the
 * file of a lease only that it is there: its name counts the holders, and each leaves it behind for the next.
 */
object Tree {
  private val Lease = """\.lease-\d+""".r

  def of(root: Path): Map[String, String] = {
    val paths = Files.walk(root)
    try paths.iterator.asScala.map(path => Lease.replaceAllIn(root.relativize(path).toString, ".lease") -> entry(path)).toMap
    finally paths.close()
  }

  /** Paths that are in one of two trees only, or differ. */
  def differences(before: Map[String, String], after: Map[String, String]): Seq[String] =
    (before.keySet ++ after.keySet).toSeq.sorted.collect {
      case path if !after.contains(path) => s"$path is gone"
      case path if !before.contains(path) => s"$path is new"
      case path if before(path) != after(path) => s"$path has changed"
    }

  /** Makes one directory what another is. */
  def copy(from: Path, to: Path): Unit = {
    Terminal.delete(to)
    val paths = Files.walk(from)
    try paths.iterator.asScala.foreach(path =>
        Files.copy(path, to.resolve(from.relativize(path)), LinkOption.NOFOLLOW_LINKS))
    finally paths.close()
  }

  private def entry(path: Path): String =
    if (Lease.pattern.matcher(path.getFileName.toString).matches) "lease"
    else if (Files.isSymbolicLink(path)) s"link to ${Files.readSymbolicLink(path)}"
    else if (Files.isDirectory(path)) "directory"
    else {
      val bytes = Files.readAllBytes(path)
      val sum = new CRC32
      sum.update(bytes)
      s"${bytes.length} bytes ${sum.getValue}"
    }
}
