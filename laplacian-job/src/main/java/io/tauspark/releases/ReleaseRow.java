package io.tauspark.releases;

import com.fasterxml.jackson.databind.JsonNode;
import io.tauspark.config.InvalidInput;
import io.tauspark.laplacian.report.MemoryReport;
import io.tauspark.memory.ManifoldJson;
import io.tauspark.release.Promotion;
import io.tauspark.release.StoredRelease;
import io.tauspark.store.Json;
import io.tauspark.store.Storage;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A release as the releases command shows it.
 *
 * @param name its name
 * @param current whether it is the promoted one
 * @param created when it was published, where its name says so
 * @param documents behind it, where its manifest says so
 * @param features rows of its Laplacian, where its manifest says so
 * @param note when it was promoted and why, or what is wrong with its manifest
 */
public record ReleaseRow(
        String name,
        boolean current,
        Optional<Instant> created,
        OptionalLong documents,
        OptionalInt features,
        String note) {

    static ReleaseRow of(StoredRelease release, Configuration hadoop) throws IOException {
        try {
            ManifoldJson.Facts facts = ManifoldJson.read(release.directory(), hadoop);
            return row(release, facts.items(), OptionalInt.of(facts.features()), promotion(release, hadoop));
        } catch (InvalidInput broken) {
            // A parser's message goes on with the place in several lines; a row has one.
            String reason =
                    String.valueOf(broken.getMessage()).lines().findFirst().orElse("");
            return row(release, OptionalLong.empty(), OptionalInt.empty(), "broken: " + reason);
        }
    }

    private static ReleaseRow row(StoredRelease release, OptionalLong documents, OptionalInt features, String note) {
        return new ReleaseRow(release.name(), release.current(), release.created(), documents, features, note);
    }

    private static String promotion(StoredRelease release, Configuration hadoop) throws IOException {
        if (release.promotion().isPresent()) {
            Promotion promotion = release.promotion().get();
            return "promoted %s: %s".formatted(promotion.when().truncatedTo(ChronoUnit.SECONDS), promotion.why());
        }
        Path report = new Path(release.directory(), MemoryReport.JSON);
        if (!Storage.of(report, hadoop).exists(report)) {
            return "never promoted";
        }
        JsonNode failed = Json.tree(Storage.readText(report, hadoop), "report '" + report + "'")
                .path("gate")
                .path("failed");
        return failed.isEmpty()
                ? "never promoted"
                : "kept by the gate: " + failed.get(0).asText();
    }
}
