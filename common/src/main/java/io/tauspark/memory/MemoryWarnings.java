package io.tauspark.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The warnings that a user should have about a sound memory before training on it; none if all is well. */
public final class MemoryWarnings {
    /** Six times the share of a regular graph; the memory that tauformer ships, all hubs, has one half. */
    private static final double HUB_SHARE = 0.3;

    /** Share of all pairs that are edges: above it hardly any pair is told from any other. */
    private static final double EDGE_SHARE = 0.5;

    /** Three steps of a 16-bit float (bfloat16) around one half. */
    private static final double LAMBDA_SPREAD = 0.01;

    private static final double LOW = 0.05;
    private static final double HIGH = 0.95;

    private MemoryWarnings() {}

    /** About the graph: it falls apart, has hubs instead of neighbours, or connects nearly everything. */
    public static List<String> ofGraph(LaplacianHealth health, GraphShape shape) {
        List<String> warnings = new ArrayList<>();
        if (health.components() > 1) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "the feature graph falls into %,d parts%s: energies do not see differences between them;"
                            + " raise graph.topk or graph.eps",
                    health.components(),
                    lonely(shape)));
        }
        if (health.hubShare() > HUB_SHARE) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "the 5 %% heaviest features carry %.0f %% of the graph%s: energies mostly measure these few;"
                            + " use graph.neighbours=exact, or lower graph.topk",
                    100 * health.hubShare(),
                    hubs(shape)));
        }
        double pairs = health.size() * (health.size() - 1.0) / 2;
        double edgeShare = pairs > 0 ? shape.edgeCount() / pairs : 0;
        if (edgeShare > EDGE_SHARE) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "%.0f %% of all pairs of features are neighbours: hardly any pair is told from any other;"
                            + " lower graph.topk or graph.eps, or embed with more features",
                    100 * edgeShare));
        }
        return warnings;
    }

    /** About the documents' energies: λ hardly differs between documents. */
    public static List<String> ofEnergies(EnergyDistribution energies, double tau) {
        double low = energies.lambdaQuantile(LOW, tau);
        double high = energies.lambdaQuantile(HIGH, tau);
        if (high - low >= LAMBDA_SPREAD) {
            return List.of();
        }
        return List.of(String.format(
                Locale.ROOT,
                "nine of ten documents have a λ between %.4f and %.4f: attention by λ can hardly tell them apart;"
                        + " check the embedding and the graph",
                low,
                high));
    }

    private static String lonely(GraphShape shape) {
        long lonely = shape.edges().stream().filter(edges -> edges == 0).count();
        return lonely == 0
                ? ""
                : lonely == 1
                        ? " (one feature has no edge)"
                        : String.format(Locale.ROOT, " (%,d have no edge)", lonely);
    }

    private static String hubs(GraphShape shape) {
        int hubs = shape.hubs().size();
        return switch (hubs) {
            case 0 -> "";
            case 1 ->
                String.format(
                        Locale.ROOT, " (feature %d stands out)", shape.hubs().get(0));
            default -> String.format(Locale.ROOT, " (%,d features stand out)", hubs);
        };
    }
}
