package io.tauspark.memory;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The drift of a memory from an earlier one.
 *
 * @param obstacle why the two cannot be compared, in words; empty if they can
 * @param graph how their graphs differ; null if they cannot be compared
 * @param lambda how λ of their documents differs; null if not known
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Drift(
        String obstacle,
        @Nullable GraphDrift graph,
        @Nullable LambdaDrift lambda) {

    /** Compares two graphs; features must be the same in number and form, and are taken to mean the same. */
    public static Drift between(LaplacianSurvey before, LaplacianSurvey after) {
        int featuresBefore = before.health().size();
        int featuresAfter = after.health().size();
        if (featuresBefore != featuresAfter) {
            return new Drift(
                    String.format(
                            Locale.ROOT, "not comparable: %d features before, %d after", featuresBefore, featuresAfter),
                    null,
                    null);
        }
        LaplacianForm formBefore = before.health().form();
        LaplacianForm formAfter = after.health().form();
        if (formBefore != formAfter) {
            return new Drift(
                    "not comparable: a %s Laplacian before, a %s one after"
                            .formatted(words(formBefore), words(formAfter)),
                    null,
                    null);
        }
        return new Drift("", GraphDrift.between(before, after), null);
    }

    /**
     * The same with the shift of λ, unless the graphs cannot be compared.
     *
     * @param tau the earlier memory's, which makes λ of both from their energies
     */
    public Drift withEnergies(EnergyDistribution before, EnergyDistribution after, double tau) {
        return comparable() ? new Drift(obstacle, graph, LambdaDrift.between(before, after, tau)) : this;
    }

    public boolean comparable() {
        return obstacle.isEmpty();
    }

    private static String words(LaplacianForm form) {
        return form.name().toLowerCase(Locale.ROOT);
    }
}
