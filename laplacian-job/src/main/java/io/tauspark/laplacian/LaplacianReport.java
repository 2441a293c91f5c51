package io.tauspark.laplacian;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run of the laplacian command made.
 *
 * @param release directory of the release; empty in the provenance, which lies there
 * @param manifoldSha256 checksum of its matrix, the memory's identity
 * @param documents documents embedded
 * @param rejected input lines that hold no document
 * @param withoutWords documents without any known word: their energy and λ are 0, and they have no say in τ
 * @param vocabulary words that have a vector
 * @param features rows of the Laplacian
 * @param nonZeros entries of the Laplacian
 * @param components connected components of the feature graph
 * @param lambda2 second smallest eigenvalue of the Laplacian
 * @param largestEigenvalue upper bound of all energies
 * @param hubShare share of the trace on the 5 % heaviest features
 * @param tau median energy of the documents with known words
 * @param lambdaP05 λ that 5 % of the documents with known words stay below
 * @param lambdaP50 λ that half of them stay below
 * @param lambdaP95 λ that 95 % of them stay below
 */
public record LaplacianReport(
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String release,
        String manifoldSha256,
        long documents,
        long rejected,
        long withoutWords,
        long vocabulary,
        int features,
        int nonZeros,
        int components,
        double lambda2,
        double largestEigenvalue,
        double hubShare,
        double tau,
        double lambdaP05,
        double lambdaP50,
        double lambdaP95) {
    /** Six times the share of a regular graph; the memory that tauformer ships, all hubs, has one half. */
    private static final double HUBS = 0.3;

    /** What a user should know before training on this memory; empty if all is well. */
    @JsonIgnore
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (components > 1) {
            warnings.add(("the feature graph falls into %d parts: energies do not see differences between them;"
                            + " raise graph.topk or graph.eps")
                    .formatted(components));
        }
        if (hubShare > HUBS) {
            warnings.add(("the 5 %% heaviest features carry %.0f %% of the graph: energies mostly measure these few;"
                            + " use graph.neighbours=exact, or lower graph.topk")
                    .formatted(100 * hubShare));
        }
        return warnings;
    }

    /** A few plain lines for the terminal. */
    public String summary() {
        StringBuilder lines = new StringBuilder()
                .append("documents  %,d embedded, %,d without known words, %,d rejected%n"
                        .formatted(documents, withoutWords, rejected))
                .append("words      %,d%n".formatted(vocabulary))
                .append("graph      %d features, %d entries, %d component(s), lambda2 %.4g, hub share %.2f%n"
                        .formatted(features, nonZeros, components, lambda2, hubShare))
                .append("tau        %.6g%n".formatted(tau))
                .append("lambda     p05 %.3f, p50 %.3f, p95 %.3f%n".formatted(lambdaP05, lambdaP50, lambdaP95))
                .append("release    %s%n".formatted(release));
        warnings().forEach(warning -> lines.append("warning    %s%n".formatted(warning)));
        return lines.toString();
    }
}
