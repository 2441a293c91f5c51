package io.tauspark.laplacian.report;

import io.tauspark.memory.EnergyDistribution;
import io.tauspark.memory.MemoryWarnings;
import java.util.List;

/**
 * The facts of how the documents lie on the graph.
 *
 * @param energies their energies
 * @param tau the energy at which λ is one half
 * @param tauRule how τ was found
 * @param lambdaP05 λ that 5 % of the documents do not exceed
 * @param lambdaP50 λ that half of them do not exceed
 * @param lambdaP95 λ that 95 % of them do not exceed
 * @param typical documents closest to the median λ, the closest first
 * @param lowest documents of the lowest λ, ascending
 * @param highest documents of the highest λ, descending
 */
public record DocumentFacts(
        EnergyDistribution energies,
        double tau,
        String tauRule,
        double lambdaP05,
        double lambdaP50,
        double lambdaP95,
        List<Sample> typical,
        List<Sample> lowest,
        List<Sample> highest) {
    static final double LOW = 0.05;
    static final double MIDDLE = 0.5;
    static final double HIGH = 0.95;

    /**
     * One document as an example.
     *
     * @param text its beginning, at most 200 characters, of which a longer one spends the last on an ellipsis; may be
     *     empty
     */
    public record Sample(String id, double energy, double lambda, String text) {
        private static final int LONGEST = 200;

        public Sample {
            if (text.codePointCount(0, text.length()) > LONGEST) {
                text = text.substring(0, text.offsetByCodePoints(0, LONGEST - 1)) + "…";
            }
        }
    }

    public DocumentFacts {
        typical = List.copyOf(typical);
        lowest = List.copyOf(lowest);
        highest = List.copyOf(highest);
    }

    public static DocumentFacts of(
            EnergyDistribution energies,
            double tau,
            String tauRule,
            List<Sample> typical,
            List<Sample> lowest,
            List<Sample> highest) {
        return new DocumentFacts(
                energies,
                tau,
                tauRule,
                energies.lambdaQuantile(LOW, tau),
                energies.lambdaQuantile(MIDDLE, tau),
                energies.lambdaQuantile(HIGH, tau),
                typical,
                lowest,
                highest);
    }

    /** The warnings that a user should have about them. */
    public List<String> warnings() {
        return MemoryWarnings.ofEnergies(energies, tau);
    }
}
