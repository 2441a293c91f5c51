package io.tauspark.graph;

import io.tauspark.config.Problems;
import io.tauspark.config.Settings;
import io.tauspark.memory.ManifoldJson;

/**
 * How the feature graph is wired; the names are arrowspace's.
 *
 * @param eps largest cosine distance that still makes an edge, in (0, 2]; 2 leaves the choice to {@code topk} alone
 * @param topk every feature asks for {@code topk + 1} neighbours, and half of them are kept where that exceeds ten
 * @param p exponent of the edge weight 1 / (1 + (d / sigma)^p)
 * @param sigma distance at which an edge weighs one half
 * @param neighbours where neighbours are looked for
 */
public record GraphConfig(double eps, int topk, double p, double sigma, Neighbours neighbours) {
    private static final double LARGEST_DISTANCE = 2;

    public GraphConfig {
        Problems problems = new Problems();
        problems.check(eps > 0 && eps <= LARGEST_DISTANCE, "eps", eps, "must lie in (0, 2], the cosine distances");
        problems.check(topk >= 1, "topk", topk, "must be at least 1");
        problems.check(p > 0 && Double.isFinite(p), "p", p, "must be positive");
        problems.check(sigma > 0 && Double.isFinite(sigma), "sigma", sigma, "must be positive");
        problems.throwIfAny();
    }

    public static GraphConfig from(Settings settings) {
        return new GraphConfig(
                settings.number("eps"),
                settings.integer("topk"),
                settings.number("p"),
                settings.number("sigma"),
                settings.choice("neighbours", Neighbours.class));
    }

    public ManifoldJson.Wiring wiring() {
        return new ManifoldJson.Wiring(eps, topk, p, sigma, Settings.spelling(neighbours));
    }
}
