package io.tauspark.memory;

import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;

/** The memory that tauformer ships; it is not part of this project and may lie beside it as shared/golden. */
final class ForeignMemory {
    private ForeignMemory() {}

    /** The directory of its files; without them the calling test is skipped and says so. */
    static org.apache.hadoop.fs.Path directory() {
        Path here = Path.of("").toAbsolutePath();
        for (Path above = here; above != null; above = above.getParent()) {
            Path found = above.resolve("shared/golden/arrowspace-memory");
            if (Files.exists(found.resolve("manifold.parquet"))) {
                return new org.apache.hadoop.fs.Path(found.toUri());
            }
        }
        return abort("skipped: no shared/golden/arrowspace-memory/manifold.parquet beside any directory above " + here);
    }
}
