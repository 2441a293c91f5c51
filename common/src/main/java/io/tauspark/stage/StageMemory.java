package io.tauspark.stage;

import io.tauspark.config.InvalidInput;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructType;

/** The domain memory that a column was made with, as the column's metadata tell a later stage of its pipeline. */
public final class StageMemory {
    private static final String KEY = "tauspark.memory";

    private StageMemory() {}

    /** @param directory of the memory's release */
    public static Metadata metadata(String directory) {
        return new MetadataBuilder().putString(KEY, directory).build();
    }

    /**
     * The memory that columns were made with, if any was.
     *
     * @throws InvalidInput if they name several
     */
    public static Optional<String> of(StructType schema) {
        List<String> found = Arrays.stream(schema.fields())
                .filter(field -> field.metadata().contains(KEY))
                .map(field -> field.metadata().getString(KEY))
                .distinct()
                .toList();
        if (found.size() > 1) {
            throw new InvalidInput(
                    "columns were made with several memories, %s; set memory to one of them".formatted(found));
        }
        return found.stream().findFirst();
    }
}
