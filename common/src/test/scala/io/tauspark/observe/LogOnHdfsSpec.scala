package io.tauspark.observe

import java.util.Collections

import scala.util.Try

import io.tauspark.store.Storage
import io.tauspark.testing.Hdfs
import org.apache.hadoop.conf.Configuration
import org.apache.hadoop.fs.Path
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

/** Logs of a run on HDFS, where a file belongs to the client that writes it until that is known to be dead. */
class LogOnHdfsSpec extends AnyFunSpec with Matchers {
  private val hadoop = new Configuration()

  private def step(number: Int) = Collections.singletonMap("step", number)

  describe("a metric log on HDFS") {
    it("can be read while it grows") {
      val file = new Path(Hdfs.directory("log"), "metrics.jsonl")
      val log = new JsonLinesLog(file, hadoop)
      log.write(step(1))
      Storage.readText(file, hadoop) shouldBe "{\"step\":1}\n"
      log.close()
    }

    it("is resumed at once where its writer was killed, from the lines that a checkpoint had seen") {
      val file = new Path(Hdfs.directory("killed-log"), "metrics.jsonl")
      val killed = new JsonLinesLog(file, hadoop)
      for (number <- 1 to 4) killed.write(step(number))
      val log = JsonLinesLog.resume(file, 2, hadoop)
      log.kept() shouldBe 2
      log.write(step(3))
      Storage.readText(file, hadoop) shouldBe "{\"step\":1}\n{\"step\":2}\n{\"step\":3}\n"
      Try { killed.write(step(5)); killed.close() }
      log.write(step(4))
      log.close()
      Storage.readText(file, hadoop) shouldBe "{\"step\":1}\n{\"step\":2}\n{\"step\":3}\n{\"step\":4}\n"
    }
  }

  describe("an event log on HDFS") {
    it("keeps the events of a process that was killed") {
      val file = new Path(Hdfs.directory("events"), "events.jsonl")
      new JsonLinesLog(file, hadoop).write(step(0))
      val log = new JsonLinesLog(file, hadoop)
      log.write(step(500))
      log.close()
      Storage.readText(file, hadoop) shouldBe "{\"step\":0}\n{\"step\":500}\n"
    }
  }
}
