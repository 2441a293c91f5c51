package io.tauspark.laplacian.report;

import io.tauspark.laplacian.report.MemoryReport.DriftAgainst;
import io.tauspark.laplacian.report.MemoryReport.EmbeddingFacts;
import io.tauspark.laplacian.report.MemoryReport.GateVerdict;
import io.tauspark.laplacian.report.MemoryReport.GraphFacts;
import io.tauspark.laplacian.report.MemoryReport.IntakeFacts;
import io.tauspark.memory.Drift;
import io.tauspark.memory.EnergyDistribution;
import io.tauspark.memory.Laplacian;
import io.tauspark.memory.LaplacianForm;
import io.tauspark.memory.LaplacianSurvey;
import io.tauspark.terms.TermSurvey;
import io.tauspark.terms.TermSurvey.Drawing;
import io.tauspark.terms.TermSurvey.Neighbours;
import io.tauspark.terms.TermSurvey.Place;
import io.tauspark.terms.TermSurvey.Weighted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Reports of made-up memories. */
final class Reports {
    private static final int SIZE = 96;
    private static final double TAU = 1.6;

    private Reports() {}

    /** A sound, promoted release with everything a report can hold. */
    static MemoryReport complete() {
        LaplacianSurvey before = LaplacianSurvey.of(ring(1), LaplacianForm.COMBINATORIAL);
        LaplacianSurvey after = LaplacianSurvey.of(ring(2), LaplacianForm.COMBINATORIAL);
        Map<String, Object> wiring = new LinkedHashMap<>();
        wiring.put("neighbours", "exact");
        wiring.put("topk", 9);
        wiring.put("eps", 2.0);
        Map<String, Long> rejected = new LinkedHashMap<>();
        rejected.put("no text", 12L);
        rejected.put("not JSON", 3L);
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("vocabulary", 30_412);
        model.put("seed", 42);
        Map<String, Double> seconds = new LinkedHashMap<>();
        seconds.put("read", 4.25);
        seconds.put("fit", 93.0);
        seconds.put("embed", 31.5);
        seconds.put("gram", 2.125);
        seconds.put("graph", 0.5);
        seconds.put("energies", 5.75);
        seconds.put("write", 1.5);
        GraphFacts graph = GraphFacts.of(after, wiring);
        DocumentFacts documents = DocumentFacts.of(
                energies(0.32, 5),
                TAU,
                "median energy",
                samples("typical", 0.5),
                samples("smooth", 0.2),
                samples("rough", 0.8));
        return new MemoryReport(
                "birds and boats",
                "20261122T014500Z",
                Instant.parse("2026-11-22T01:45:00Z"),
                "2e71a93f0c1d5b7788aa99bb00cc11dd22ee33ff",
                new IntakeFacts(
                        120_301, 120_272, 14, rejected, new IntakeFacts.CarriedOver(200_000, "20261101T090000Z")),
                new EmbeddingFacts("words", SIZE, model),
                graph,
                documents,
                terms("bird", "boat"),
                new DriftAgainst(
                        "20261101T090000Z",
                        Drift.between(before, after).withEnergies(energies(0.3, 4), energies(0.32, 5), TAU)),
                new GateVerdict(true, List.of()),
                MemoryReport.warnings(graph, documents),
                seconds);
    }

    /** A broken matrix in a refused release, whose names, ids and texts try to become markup. */
    static MemoryReport nasty() {
        String script = "<script>alert('x')</script>";
        int[] rows = {0, 0, 1, 1, 2, 2};
        int[] columns = {0, 1, 0, 1, 2, 3};
        Laplacian broken = Laplacian.of(6, rows, columns, new double[] {1, -1, -1, 1, 2, -1.5});
        GraphFacts graph = GraphFacts.of(
                LaplacianSurvey.of(broken, LaplacianForm.COMBINATORIAL), Map.of("<i>key</i>", "a & b \" ' > c"));
        return new MemoryReport(
                script,
                "20261122T014500Z\"><img src=\"http://example.org/x.png\">",
                Instant.parse("2026-11-22T01:45:00Z"),
                "",
                new IntakeFacts(10, 6, 0, Map.of(script, 4L), null),
                new EmbeddingFacts("words", 6, Map.of()),
                graph,
                DocumentFacts.of(
                        EnergyDistribution.of(6, new double[EnergyDistribution.POINTS]),
                        0,
                        "median energy",
                        List.of(new DocumentFacts.Sample(
                                script, 1, 0.5, "control \u0000\u0007\u001b, half \ud800 and ]]> &amp; ")),
                        List.of(new DocumentFacts.Sample("x".repeat(300), 1, 0.5, "<b>wide</b>".repeat(100))),
                        List.of()),
                terms(script, "\u0000</text>"),
                new DriftAgainst(
                        "<u>old</u>",
                        Drift.between(
                                LaplacianSurvey.of(ring(1), LaplacianForm.COMBINATORIAL),
                                LaplacianSurvey.of(broken, LaplacianForm.COMBINATORIAL))),
                new GateVerdict(false, List.of("drift of <median> λ is 0.3, allowed is 0.1")),
                MemoryReport.warnings(graph, null),
                Map.of("a stage with a name that is much too long <for> its bar", 7300.0));
    }

    private static TermSurvey terms(String one, String other) {
        List<Weighted> both = List.of(new Weighted(one, 0.25), new Weighted(other, 0.75));
        return new TermSurvey(
                "gpt2",
                50_257,
                2,
                12_345,
                1,
                1,
                3,
                0.5,
                0.4,
                List.of(0.1, 0.2),
                List.of(new Neighbours(one, 7, both, both)),
                both,
                both,
                List.of(new TermSurvey.Axis(0.1, List.of(one), List.of(other))),
                new Drawing(
                        List.of(new Place(one, 0, 1), new Place(other, 1, 0)),
                        List.of(new TermSurvey.Edge(0, 1, 0.5))));
    }

    /** Each feature is a neighbour of the next three, more or less. */
    private static Laplacian ring(long seed) {
        Random random = new Random(seed);
        List<double[]> edges = new ArrayList<>();
        for (int node = 0; node < SIZE; node++) {
            for (int step = 1; step <= 3; step++) {
                int far = random.nextInt(8) == 0 ? random.nextInt(SIZE / 2) : 0;
                int other = (node + step + far) % SIZE;
                if (other != node) {
                    edges.add(new double[] {node, other, 0.4 + 0.3 * random.nextDouble()});
                }
            }
        }
        int[] rows = new int[4 * edges.size()];
        int[] columns = new int[4 * edges.size()];
        double[] values = new double[4 * edges.size()];
        int k = 0;
        for (double[] edge : edges) {
            for (int place = 0; place < 4; place++) {
                rows[k] = (int) edge[place / 2];
                columns[k] = (int) edge[place % 2];
                values[k++] = place % 3 == 0 ? edge[2] : -edge[2];
            }
        }
        return Laplacian.of(SIZE, rows, columns, values);
    }

    /** Skewed as energies are: a lognormal distribution around {@link #TAU}. */
    private static EnergyDistribution energies(double spread, long seed) {
        double median = TAU * (1 + (seed - 5) / 20.0);
        double[] sorted = new Random(seed)
                .doubles(EnergyDistribution.POINTS, 0, 1)
                .map(u -> median * Math.exp(spread * Math.log(u / (1 - u)) / 1.7))
                .sorted()
                .toArray();
        return EnergyDistribution.of(320_272, sorted);
    }

    private static List<DocumentFacts.Sample> samples(String kind, double lambda) {
        return IntStream.range(0, 5)
                .mapToObj(k -> new DocumentFacts.Sample(
                        String.format(Locale.ROOT, "doc-%s-%d", kind, k),
                        TAU * lambda / (1 - lambda) + k / 100.0,
                        lambda + k / 1000.0,
                        "A %s document about wings, feathers and the small old boats that lie in the harbour. "
                                        .formatted(kind)
                                        .repeat(k)
                                + "It ends here."))
                .toList();
    }
}
