package io.tauspark.graph;

import io.tauspark.config.Problems;
import io.tauspark.config.Settings;
import io.tauspark.memory.ManifoldJson;
import java.util.Optional;

/**
 * The settings by which the feature graph is wired; the names are arrowspace's.
 *
 * @param mode which vectors are compared
 * @param eps largest cosine distance that still makes an edge, in (0, 2]; 2 leaves the choice to {@code topk} alone
 * @param topk every feature asks for {@code topk + 1} neighbours
 * @param p exponent of the edge weight 1 / (1 + (d / sigma)^p)
 * @param sigma distance at which an edge weighs one half
 * @param neighbours where neighbours are looked for
 * @param sparsify when half of the neighbours are dropped
 * @param normalisation what is done to the matrix in the end
 * @param arrowspace settings of {@link GraphMode#ARROWSPACE} alone
 */
public record GraphConfig(
        GraphMode mode,
        double eps,
        int topk,
        double p,
        double sigma,
        Neighbours neighbours,
        Sparsify sparsify,
        Normalisation normalisation,
        ArrowspaceConfig arrowspace) {
    private static final double LARGEST_DISTANCE = 2;

    /** From here down arrowspace's {@code k} lowers {@code topk} to 3, and to 4 up to the next. */
    private static final int VERY_FEW = 5;

    private static final int FEW = 9;

    public GraphConfig {
        Problems problems = new Problems();
        problems.check(eps > 0 && eps <= LARGEST_DISTANCE, "eps", eps, "must lie in (0, 2], the cosine distances");
        problems.check(topk >= 1, "topk", topk, "must be at least 1");
        problems.check(p > 0 && Double.isFinite(p), "p", p, "must be positive");
        problems.check(sigma > 0 && Double.isFinite(sigma), "sigma", sigma, "must be positive");
        problems.throwIfAny();
    }

    /**
     * The settings as a memory's description names them.
     *
     * @param centroids what the graph was built from in arrowspace's mode
     */
    public ManifoldJson.Wiring wiring(Optional<Centroids> centroids) {
        return new ManifoldJson.Wiring(
                eps, topk, p, sigma, Settings.spelling(neighbours), centroids.map(arrowspace::described));
    }

    /** Neighbours that a feature asks for, by arrowspace's rule in its mode. */
    int neighboursAsked() {
        if (!isTopkLowered()) {
            return 1 + topk;
        }
        return 1 + (arrowspace.k() <= VERY_FEW ? 3 : 4);
    }

    /** Whether arrowspace's rule for its {@code k} takes the place of {@code topk}. */
    public boolean isTopkLowered() {
        return mode == GraphMode.ARROWSPACE && arrowspace.k() <= FEW;
    }
}
