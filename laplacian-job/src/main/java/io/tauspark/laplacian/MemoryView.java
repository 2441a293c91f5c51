package io.tauspark.laplacian;

import io.tauspark.laplacian.report.DocumentFacts;
import io.tauspark.laplacian.report.MemoryPage;
import io.tauspark.laplacian.report.MemoryReport;
import io.tauspark.laplacian.report.MemoryReport.DriftAgainst;
import io.tauspark.laplacian.report.MemoryReport.GraphFacts;
import io.tauspark.memory.DomainMemory;
import io.tauspark.memory.Drift;
import io.tauspark.memory.LaplacianSurvey;
import io.tauspark.page.PageFile;
import io.tauspark.store.Storage;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A memory with what there is to say about it: its own report, or, of a memory that was made elsewhere, one of its graph
 * alone.
 */
public record MemoryView(DomainMemory memory, MemoryReport report) {
    /** @throws io.tauspark.config.InvalidInput if there is no memory, or one of its files is damaged */
    public static MemoryView of(Path directory, Configuration hadoop) throws IOException {
        DomainMemory memory = DomainMemory.load(directory, hadoop);
        if (PublishedRelease.hasReport(memory.directory(), hadoop)) {
            return new MemoryView(memory, PublishedRelease.report(memory.directory(), hadoop));
        }
        GraphFacts graph = GraphFacts.of(LaplacianSurvey.of(memory.laplacian(), memory.form()), Map.of());
        return new MemoryView(memory, MemoryReport.ofGraph(memory.name(), graph));
    }

    /** The report with the drift from another memory in the place of its own. */
    public MemoryReport against(MemoryView before) {
        Drift drift = Drift.between(before.survey(), survey());
        DocumentFacts earlier = before.report.documents();
        DocumentFacts later = report.documents();
        if (earlier != null && later != null) {
            drift = drift.withEnergies(earlier.energies(), later.energies(), earlier.tau());
        }
        return report.withDrift(new DriftAgainst(before.memory.directory().getName(), drift));
    }

    /** Writes a report as a page, unless there is no place for it. */
    public static void writePage(MemoryReport report, String page, Configuration hadoop) throws IOException {
        if (!page.isEmpty()) {
            PageFile.write(Storage.qualified(page, hadoop), MemoryPage.html(report), hadoop);
        }
    }

    private LaplacianSurvey survey() {
        return LaplacianSurvey.of(memory.laplacian(), memory.form());
    }
}
