package io.tauspark.embed;

import com.fasterxml.jackson.databind.JsonNode;
import io.tauspark.config.InvalidInput;
import io.tauspark.store.Json;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * The properties of a model that a task finds.
 *
 * @param engine DJL's name of the engine that runs it
 * @param sha256 {@link FileChecksums} of its files
 * @param dimension numbers per vector
 */
record ModelDescription(String engine, String sha256, int dimension) {
    private static final String REFUSED = "refused";

    /**
     * Loads the model in a task, as later tasks will.
     *
     * @throws InvalidInput if the task refuses the model; the task itself does not fail, so that nothing is retried
     */
    static ModelDescription of(EmbedPartition partition, SparkSession spark) {
        String json = JavaSparkContext.fromSparkContext(spark.sparkContext())
                .parallelize(List.of(0), 1)
                .map(only -> {
                    try {
                        return Json.line(partition.describe());
                    } catch (InvalidInput refused) {
                        return Json.line(Map.of(REFUSED, String.valueOf(refused.getMessage())));
                    }
                })
                .first();
        JsonNode found = Json.tree(json, "the description of a model");
        if (found.has(REFUSED)) {
            throw new InvalidInput(found.path(REFUSED).asText());
        }
        return new ModelDescription(
                found.path("engine").asText(),
                found.path("sha256").asText(),
                found.path("dimension").asInt());
    }
}
