package io.tauspark.clusters

import java.nio.file.{Files, Path}

import org.apache.hadoop.yarn.conf.YarnConfiguration
import org.apache.hadoop.yarn.server.MiniYARNCluster

/** A ResourceManager and a NodeManager in a process of their own, whose containers are processes, too. */
object Yarn {

  /** Writes the clients' configuration into the directory and runs until standard input ends. */
  def main(arguments: Array[String]): Unit = {
    val conf = new YarnConfiguration
    conf.set("fs.defaultFS", "file:///")
    conf.set("yarn.scheduler.capacity.root.queues", "default")
    conf.set("yarn.scheduler.capacity.root.default.capacity", "100")
    // Otherwise a tenth of the memory, which is none of these drivers.
    conf.set("yarn.scheduler.capacity.maximum-am-resource-percent", "0.5")
    conf.set("yarn.minicluster.yarn.nodemanager.resource.memory-mb", "6144")
    conf.set("yarn.scheduler.minimum-allocation-mb", "128")
    conf.set("yarn.nodemanager.pmem-check-enabled", "false")
    conf.set("yarn.nodemanager.vmem-check-enabled", "false")
    conf.set("yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage", "99.9")
    val cluster = new MiniYARNCluster("tauspark", 1, 1, 1)
    cluster.init(conf)
    cluster.start()
    require(cluster.waitForNodeManagersToConnect(60000), "the NodeManager did not register within a minute")
    // Whole or not at all: its appearance says that the cluster is ready.
    val directory = Path.of(arguments(0))
    val draft = directory.resolve("draft")
    val out = Files.newOutputStream(draft)
    try cluster.getConfig.writeXml(out)
    finally out.close()
    Files.move(draft, directory.resolve("yarn-site.xml"))
    while (System.in.read() >= 0) {}
    cluster.stop()
    System.exit(0)
  }
}
