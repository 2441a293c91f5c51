package io.tauspark.laplacian

import java.nio.file.{Files, Path, Paths}

import org.scalatest.Assertions

/** Golden values are not part of this project and may lie beside it; without them a test is cancelled and says so. */
trait GoldenFiles { this: Assertions =>
  protected def golden: Path =
    Iterator.iterate(Paths.get("").toAbsolutePath)(_.getParent).takeWhile(_ != null).map(_.resolve("shared/golden"))
      .find(path => Files.exists(path.resolve("arrowspace-memory/manifold.parquet")))
      .getOrElse(cancel("skipped: no shared/golden beside any directory above"))
}
