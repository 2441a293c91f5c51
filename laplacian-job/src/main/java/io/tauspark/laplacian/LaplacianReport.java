package io.tauspark.laplacian;

import io.tauspark.corpus.read.ReadSummary;
import io.tauspark.job.Shortfall;
import io.tauspark.laplacian.report.MemoryLines;
import io.tauspark.laplacian.report.MemoryReport;
import io.tauspark.laplacian.report.MemoryReport.GateVerdict;
import io.tauspark.laplacian.report.MemoryReport.IntakeFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The result of a run of the laplacian command.
 *
 * @param release directory of the release; where there was nothing to add, of the one that stays current
 * @param manifoldSha256 checksum of its matrix, the memory's identity
 * @param added documents that this run added; 0 if it made no release
 * @param unknown documents of the release whose vector is zero: their energy and λ are 0, and they have no say in τ
 * @param memory all there is to say about the release
 */
public record LaplacianReport(String release, String manifoldSha256, long added, long unknown, MemoryReport memory) {

    /** Documents of the release. */
    public long documents() {
        IntakeFacts.CarriedOver carried = intake().carriedOver();
        return added + (carried == null ? 0 : carried.documents());
    }

    /** Whether the release is the current one. */
    public boolean promoted() {
        GateVerdict gate = memory.gate();
        return gate == null || gate.promoted();
    }

    /** @throws Shortfall if the gate kept the release from being promoted, with the limits it broke */
    public LaplacianReport requirePromoted() {
        if (!promoted()) {
            throw new Shortfall("""
                    the release is kept, but not promoted:
                      %s
                    see %s/%s; change the settings and build again, widen the limit, or promote it as it is with
                      tauspark releases promote %s --set memory=%s""".formatted(
                    String.join("\n  ", Objects.requireNonNull(memory.gate()).failed()),
                    release,
                    MemoryReport.PAGE,
                    name(),
                    release.substring(0, release.indexOf("/releases/"))));
        }
        return this;
    }

    /** A few plain lines for the terminal. */
    public String summary() {
        IntakeFacts intake = intake();
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "read       %,d records: %,d new documents, %,d duplicates, rejected: %s",
                intake.records(),
                intake.accepted(),
                intake.duplicates(),
                ReadSummary.counts(intake.rejected())));
        if (added == 0) {
            lines.add("release    " + release + " stays: it has all of these documents");
        } else {
            lines.add(String.format(
                    Locale.ROOT, "documents  %,d%s, %,d without known words", documents(), carried(), unknown));
            lines.addAll(MemoryLines.of(memory));
            lines.add("release    " + release + (promoted() ? "" : ", not promoted"));
        }
        return String.join("\n", lines) + "\n";
    }

    private String carried() {
        IntakeFacts.CarriedOver carried = intake().carriedOver();
        return carried == null
                ? ""
                : String.format(Locale.ROOT, " (%,d of them from %s)", carried.documents(), carried.release());
    }

    private String name() {
        return release.substring(release.lastIndexOf('/') + 1);
    }

    private IntakeFacts intake() {
        return Objects.requireNonNull(memory.intake());
    }
}
