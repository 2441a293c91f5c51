package io.tauspark.laplacian;

import io.tauspark.config.Problems;
import io.tauspark.config.Settings;
import io.tauspark.memory.Dispersion;
import io.tauspark.memory.Laplacian;
import io.tauspark.memory.Taumode;
import java.io.Serializable;
import java.util.Map;

/**
 * The settings by which energies become λ.
 *
 * @param rule how τ is chosen
 * @param percentile for the rule of that name, in [0, 1]
 * @param value for the rule {@code fixed}, positive
 * @param source what τ is a quantity of
 * @param dispersion whether λ is arrowspace's mixture of energy and dispersion, which needs τ from coordinates or fixed
 * @param minMax whether λ is stretched in the end so that the documents' smallest is 0 and their largest 1, which is
 *     what arrowspace does
 */
public record TauConfig(Rule rule, double percentile, double value, Source source, boolean dispersion, boolean minMax)
        implements Serializable {
    /** The rule by which τ is chosen. */
    public enum Rule {
        /** The middle energy, which gives half of the documents a λ above one half. */
        MEDIAN,
        MEAN,
        /** The energy that a given part of the documents stays below. */
        PERCENTILE,
        /** A number from the settings. */
        FIXED,
        /** The τ that a memory was published with; for documents that come later. */
        MEMORY
    }

    /** The numbers that τ is a quantity of. */
    public enum Source {
        /** The energies of all documents: one τ for all. */
        ENERGIES,
        /** The coordinates of a vector itself: every document has its own τ, as in arrowspace and tauformer. */
        COORDINATES
    }

    public TauConfig {
        new Problems()
                .check(percentile >= 0 && percentile <= 1, "percentile", percentile, "must lie in [0, 1]")
                .check(value > 0 && Double.isFinite(value), "value", value, "must be positive")
                .check(
                        source != Source.COORDINATES || rule != Rule.MEMORY,
                        "source",
                        Settings.spelling(source),
                        "gives every document its own tau, which rule = memory does not")
                .check(
                        !dispersion || source == Source.COORDINATES,
                        "dispersion",
                        dispersion,
                        "is mixed in by a document's own tau; set source = coordinates")
                .throwIfAny();
    }

    /** Whether one τ holds for all documents. */
    public boolean isShared() {
        return source == Source.ENERGIES;
    }

    /** λ of a vector by a τ of its own. */
    double ownLambda(Laplacian laplacian, double[] x, double energy, double epsilon) {
        double tau = ownTau(x);
        return dispersion
                ? Dispersion.lambda(laplacian, x, energy, tau)
                : Taumode.lambda(energy, Math.max(tau, epsilon));
    }

    private double ownTau(double[] x) {
        return switch (rule) {
            case MEDIAN -> Taumode.median(x);
            case MEAN -> Taumode.mean(x);
            case PERCENTILE -> Taumode.percentile(percentile, x);
            case FIXED -> value;
            case MEMORY -> throw new IllegalStateException("a memory has one tau for all documents");
        };
    }

    /** The rule in a few words, such as {@code median-energy}. */
    String description() {
        String quantity = source == Source.ENERGIES ? "energy" : "coordinates";
        return switch (rule) {
            case MEDIAN, MEAN -> Settings.spelling(rule) + "-" + quantity;
            case PERCENTILE -> "percentile-" + quantity + " " + percentile;
            case FIXED -> "fixed";
            case MEMORY -> "memory";
        };
    }

    /** The rule as arrowspace tags it. */
    Object synthesis() {
        return switch (rule) {
            case MEDIAN, MEMORY -> "Median";
            case MEAN -> "Mean";
            case PERCENTILE -> Map.of("Percentile", percentile);
            case FIXED -> Map.of("Fixed", value);
        };
    }
}
