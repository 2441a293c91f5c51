package io.tauspark.bench.recall;

import com.fasterxml.jackson.databind.JsonNode;
import io.tauspark.bench.recall.RecallResult.DistanceClass;
import io.tauspark.store.Json;
import java.util.List;

/** Made-up results of trials. */
final class Results {
    private Results() {}

    static JsonNode settings(int steps) {
        return Json.tree("{\"steps\":" + steps + "}", "settings");
    }

    /** A result of so many right answers out of 100 at the distances 2 and 3, and out of 200 from 4 to 7. */
    static RecallResult of(String variant, long seed, long answered) {
        return new RecallResult(
                RecallTask.ASSOCIATIVE,
                variant,
                seed,
                settings(10),
                500,
                64_000,
                1000,
                9000,
                List.of(new DistanceClass(2, 3, 100, answered), new DistanceClass(4, 7, 200, answered)),
                List.of());
    }
}
