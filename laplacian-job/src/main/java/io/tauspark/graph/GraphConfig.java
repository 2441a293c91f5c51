package io.tauspark.graph;

import io.tauspark.config.Problems;
import io.tauspark.config.Settings;
import io.tauspark.memory.LaplacianForm;
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
 * @param arrowspace settings of {@link Mode#ARROWSPACE} alone
 */
public record GraphConfig(
        Mode mode,
        double eps,
        int topk,
        double p,
        double sigma,
        Neighbours neighbours,
        Sparsify sparsify,
        Normalisation normalisation,
        ArrowspaceConfig arrowspace) {
    /** The vectors that say how far two features are apart. */
    public enum Mode {
        /** Those of all documents, in one pass and without any sampling. */
        EXACT,
        /** The centroids of a sample of the documents, as arrowspace does; for comparison only. */
        ARROWSPACE
    }

    /** The features that a feature may be linked with. */
    public enum Neighbours {
        /** The nearest of all. */
        EXACT,
        /**
         * The nearest of every n-th, the same few for all features, as the search behind arrowspace up to 0.24 does. It
         * makes those few into hubs; for comparison only.
         */
        STRIDED
    }

    /** The rule of when each feature keeps only the better half of its neighbours. */
    public enum Sparsify {
        /** Only where features have more than ten neighbours on average, which is arrowspace's rule. */
        AUTO,
        ALWAYS,
        NEVER
    }

    /** The normalisation of L = D − W in the end. */
    public enum Normalisation {
        NONE(LaplacianForm.COMBINATORIAL),
        /** L is multiplied so that its eigenvalues are 1 on average, whatever the number and weight of edges. */
        TRACE(LaplacianForm.COMBINATORIAL),
        /** D^(−1/2) L D^(−1/2): heavy features lose their weight, and no eigenvalue exceeds 2. */
        SYMMETRIC(LaplacianForm.SYMMETRIC);

        private final LaplacianForm form;

        Normalisation(LaplacianForm form) {
            this.form = form;
        }

        /** The kind of matrix that comes of it. */
        public LaplacianForm form() {
            return form;
        }
    }

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
        return mode == Mode.ARROWSPACE && arrowspace.k() <= FEW;
    }
}
