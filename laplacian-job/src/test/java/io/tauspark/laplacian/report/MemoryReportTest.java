package io.tauspark.laplacian.report;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tauspark.laplacian.report.MemoryReport.IntakeFacts;
import io.tauspark.store.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoryReportTest {
    @Test
    void readsBackWhatItWrote() {
        MemoryReport foreign =
                MemoryReport.ofGraph("foreign", Reports.complete().graph());
        for (MemoryReport report : List.of(Reports.complete(), Reports.nasty(), foreign)) {
            assertThat(Json.read(Json.pretty(report), MemoryReport.class, "report"))
                    .isEqualTo(report);
        }
    }

    @Test
    void leavesOutWhatIsNotKnown() {
        MemoryReport foreign =
                MemoryReport.ofGraph("foreign", Reports.complete().graph());
        assertThat(Json.tree(Json.line(foreign), "report").fieldNames())
                .toIterable()
                .containsExactly("name", "release", "revision", "graph", "warnings", "seconds");
    }

    @Test
    void keepsStagesInTheirOrder() {
        assertThat(Json.read(Json.line(Reports.complete()), MemoryReport.class, "report")
                        .seconds()
                        .keySet())
                .containsExactly("read", "fit", "embed", "gram", "graph", "energies", "write");
    }

    @Test
    void itsLambdasAreThoseOfItsEnergies() {
        DocumentFacts documents = requireNonNull(Reports.complete().documents());
        assertThat(documents.lambdaP05())
                .isEqualTo(documents.energies().lambdaQuantile(0.05, documents.tau()))
                .isLessThan(documents.lambdaP50());
        assertThat(documents.lambdaP95()).isGreaterThan(documents.lambdaP50());
    }

    @Test
    void warnsOfTheGraphAndOfTheDocuments() {
        MemoryReport nasty = Reports.nasty();
        assertThat(MemoryReport.warnings(nasty.graph(), nasty.documents()))
                .hasSize(3)
                .anyMatch(warning -> warning.startsWith("the feature graph falls into 4 parts"))
                .anyMatch(warning -> warning.startsWith("the 5 % heaviest features"))
                .anyMatch(warning -> warning.startsWith("nine of ten documents"));
        assertThat(Reports.complete().warnings()).isEmpty();
    }

    @Test
    void cutsLongTextsBetweenCharacters() {
        DocumentFacts.Sample sample = new DocumentFacts.Sample("a", 1, 0.5, "\ud83d\ude00".repeat(300));
        assertThat(sample.text()).isEqualTo("\ud83d\ude00".repeat(199) + "…");
        String fits = "y".repeat(200);
        assertThat(new DocumentFacts.Sample("a", 1, 0.5, fits).text()).isEqualTo(fits);
    }

    @Test
    void doesNotChangeWithTheMapsItWasMadeOf() {
        Map<String, Long> rejected = new HashMap<>(Map.of("empty", 1L));
        IntakeFacts intake = new IntakeFacts(2, 1, 0, rejected, null);
        rejected.clear();
        assertThat(intake.rejected()).containsEntry("empty", 1L);
    }
}
