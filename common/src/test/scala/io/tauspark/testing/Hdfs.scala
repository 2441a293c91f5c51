package io.tauspark.testing

import java.io.File

import org.apache.hadoop.conf.Configuration
import org.apache.hadoop.fs.{FileSystem, Path}
import org.apache.hadoop.hdfs.{DFSConfigKeys, MiniDFSCluster}

/** One name node and one data node in this JVM, started by the first spec that asks and ended with the JVM. */
object Hdfs {
  private lazy val cluster = {
    val settings = new Configuration()
    settings.setInt(DFSConfigKeys.DFS_REPLICATION_KEY, 1)
    // The client asks again after this long whether a closed file is complete; by default after 400 ms.
    settings.setInt("dfs.client.block.write.locateFollowingBlock.initial.delay.ms", 5)
    new MiniDFSCluster.Builder(settings, new File("target/hdfs").getAbsoluteFile).numDataNodes(1).build()
  }

  def files: FileSystem = cluster.getFileSystem

  /** A directory of its own for a test. */
  def directory(name: String): Path = {
    val path = files.makeQualified(new Path(s"/specs/$name"))
    files.delete(path, true)
    path
  }
}
