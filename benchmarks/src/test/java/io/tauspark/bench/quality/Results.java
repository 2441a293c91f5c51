package io.tauspark.bench.quality;

import com.fasterxml.jackson.databind.JsonNode;
import io.tauspark.compare.LearningCurves;
import io.tauspark.store.Json;
import java.util.List;

/** Made-up results of trials. */
final class Results {
    private Results() {}

    static JsonNode settings(int steps) {
        return Json.tree("{\"steps\":" + steps + "}", "settings");
    }

    static TrialResult of(String variant, long seed, double test) {
        return of(variant, seed, test, List.of(new LearningCurves.Point(1_000_000, test + 0.1)));
    }

    static TrialResult of(String variant, long seed, double test, List<LearningCurves.Point> curve) {
        return new TrialResult(
                variant, seed, settings(10), 1000 + variant.length(), 1_000_000, 5000, 10, test - 0.01, test, curve);
    }
}
