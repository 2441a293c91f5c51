package io.tauspark.laplacian.report;

import io.tauspark.laplacian.report.MemoryReport.DriftAgainst;
import io.tauspark.laplacian.report.MemoryReport.EmbeddingFacts;
import io.tauspark.laplacian.report.MemoryReport.GateVerdict;
import io.tauspark.laplacian.report.MemoryReport.IntakeFacts;
import io.tauspark.memory.LaplacianHealth;
import io.tauspark.page.BarChart;
import io.tauspark.page.Blocks;
import io.tauspark.page.Element;
import io.tauspark.page.NumberText;
import io.tauspark.page.Page;
import io.tauspark.page.Tone;
import io.tauspark.terms.TermSurvey;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The health report of a memory as a page: first whether it is sound, then everything that makes it so. */
public final class MemoryPage {
    private static final DateTimeFormatter MINUTES =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private MemoryPage() {}

    /** A whole HTML page that needs no other file. */
    public static String html(MemoryReport report) {
        Page page = new Page("Memory “%s”".formatted(report.name()), subtitle(report));
        page.add(verdict(report), Blocks.tiles(tiles(report)));
        IntakeFacts intake = report.intake();
        if (intake != null) {
            page.section("What was read", intake(intake));
        }
        GraphSection.add(page, report.graph());
        DocumentFacts documents = report.documents();
        if (documents != null) {
            DocumentSection.add(page, documents);
        }
        TermSurvey terms = report.terms();
        if (terms != null) {
            TermSection.add(page, terms);
        }
        DriftAgainst drift = report.drift();
        if (drift != null) {
            DriftSection.add(page, drift, report.graph());
        }
        GateVerdict gate = report.gate();
        if (gate != null) {
            page.section("Promotion", promotion(gate));
        }
        if (!report.seconds().isEmpty()) {
            page.section("Where the time went", Blocks.figure(stages(report.seconds()), ""));
        }
        page.section("Where it comes from", Blocks.facts(origin(report)));
        return page.html();
    }

    private static String subtitle(MemoryReport report) {
        List<String> parts = new ArrayList<>();
        if (!report.release().isEmpty()) {
            parts.add("release " + report.release());
        }
        if (report.created() != null) {
            parts.add("finished " + MINUTES.format(report.created()));
        }
        return parts.isEmpty() ? "health of a domain memory" : String.join(" · ", parts);
    }

    private static Element verdict(MemoryReport report) {
        LaplacianHealth health = report.graph().health();
        GateVerdict gate = report.gate();
        List<String> reasons = new ArrayList<>(health.broken());
        if (gate != null) {
            reasons.addAll(gate.failed());
        }
        reasons.addAll(report.warnings());
        List<String> sentences = reasons.stream().map(MemoryPage::sentence).toList();
        if (!health.broken().isEmpty()) {
            return Blocks.message(Tone.BAD, "Not sound: its matrix is no graph Laplacian.", sentences);
        }
        if (gate != null && !gate.promoted()) {
            return Blocks.message(
                    gate.failed().isEmpty() ? Tone.WARNING : Tone.BAD, "Sound, but not promoted.", sentences);
        }
        String promoted = gate != null ? "Sound and promoted" : "Sound";
        if (!sentences.isEmpty()) {
            String count = sentences.size() == 1 ? "one warning" : sentences.size() + " warnings";
            return Blocks.message(Tone.WARNING, promoted + ", with " + count + ".", sentences);
        }
        return Blocks.message(
                Tone.GOOD,
                promoted + ".",
                List.of("Its matrix keeps every rule of its form, and nothing about it calls for a warning."));
    }

    private static Element promotion(GateVerdict gate) {
        List<String> failed = gate.failed().stream().map(MemoryPage::sentence).toList();
        if (gate.promoted()) {
            return failed.isEmpty()
                    ? Blocks.message(Tone.GOOD, "Promoted: it keeps every limit of the gate.", failed)
                    : Blocks.message(Tone.WARNING, "Promoted, although it breaks limits of the gate.", failed);
        }
        return failed.isEmpty()
                ? Blocks.message(Tone.WARNING, "Not promoted, although it keeps every limit of the gate.", failed)
                : Blocks.message(Tone.BAD, "Not promoted: it breaks limits of the gate.", failed);
    }

    /** A reason, which may also stand within a line, as a line of its own. */
    static String sentence(String reason) {
        int first = reason.isEmpty() ? 0 : reason.offsetByCodePoints(0, 1);
        return reason.substring(0, first).toUpperCase(Locale.ROOT) + reason.substring(first) + ".";
    }

    private static Map<String, String> tiles(MemoryReport report) {
        LaplacianHealth health = report.graph().health();
        Map<String, String> tiles = new LinkedHashMap<>();
        DocumentFacts documents = report.documents();
        if (documents != null) {
            tiles.put("documents", NumberText.of(documents.energies().count()));
        }
        tiles.put("features", NumberText.of(health.size()));
        tiles.put("edges", NumberText.of(report.graph().shape().edgeCount()));
        tiles.put("hub share", NumberText.percent(health.hubShare()));
        if (documents != null) {
            tiles.put("τ", NumberText.of(documents.tau()));
            tiles.put("λ, p05 to p95", lambdas(documents));
        }
        return tiles;
    }

    private static String lambdas(DocumentFacts documents) {
        int decimals = 3;
        return NumberText.fixed(documents.lambdaP05(), decimals)
                + " – "
                + NumberText.fixed(documents.lambdaP95(), decimals);
    }

    private static Element intake(IntakeFacts intake) {
        Map<String, String> counts = new LinkedHashMap<>();
        counts.put("records", NumberText.of(intake.records()));
        counts.put("documents accepted", NumberText.of(intake.accepted()));
        counts.put("duplicates", NumberText.of(intake.duplicates()));
        intake.rejected().forEach((reason, count) -> counts.put("rejected: " + reason, NumberText.of(count)));
        IntakeFacts.CarriedOver earlier = intake.carriedOver();
        if (earlier != null) {
            counts.put("carried over from " + earlier.release(), NumberText.of(earlier.documents()));
        }
        return Blocks.facts(counts);
    }

    private static BarChart stages(Map<String, Double> seconds) {
        List<BarChart.Bar> bars = new ArrayList<>();
        seconds.forEach((stage, time) -> bars.add(new BarChart.Bar(stage, time, NumberText.seconds(time))));
        double longest =
                seconds.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
        double total =
                seconds.values().stream().mapToDouble(Double::doubleValue).sum();
        return new BarChart(
                "Wall time per stage, %s in all".formatted(NumberText.seconds(total)),
                "One bar per stage, in their order; the longest took %s.".formatted(NumberText.seconds(longest)),
                bars,
                longest);
    }

    private static Map<String, String> origin(MemoryReport report) {
        Map<String, String> facts = new LinkedHashMap<>();
        EmbeddingFacts embedding = report.embedding();
        if (embedding != null) {
            facts.put(
                    "embedding",
                    String.format(Locale.ROOT, "%s, %d features", embedding.kind(), embedding.dimension()));
            embedding.provenance().forEach((key, value) -> facts.put("embedding " + key, String.valueOf(value)));
        }
        report.graph().wiring().forEach((key, value) -> facts.put("graph " + key, String.valueOf(value)));
        facts.put("code revision", report.revision().isEmpty() ? "not known" : report.revision());
        return facts;
    }
}
