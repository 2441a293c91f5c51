package io.tauspark.laplacian;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tauspark.corpus.Intake;
import io.tauspark.memory.EnergyDistribution;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run of {@link ScoreJob} made.
 *
 * @param output directory of the Parquet files
 * @param memorySha256 which memory the documents were scored against
 * @param documents how many were scored
 * @param unknown how many of them have a zero vector, so energy and λ 0
 * @param rejected records that are no documents, by reason
 * @param tau of all documents; null if each has its own
 * @param energies of the others; λ of a quantile follows from τ
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ScoreReport(
        String output,
        String memorySha256,
        long documents,
        long unknown,
        Map<String, Long> rejected,
        @Nullable Double tau,
        EnergyDistribution energies) {

    /** Plain lines for people, the last one ended. */
    public String summary() {
        return String.format(
                Locale.ROOT,
                """
                documents  %,d scored, %,d without known words, rejected: %s
                energy     p05 %.4g, p50 %.4g, p95 %.4g
                %sscores     %s
                """,
                documents,
                unknown,
                Intake.counts(rejected),
                energies.quantile(0.05),
                energies.quantile(0.5),
                energies.quantile(0.95),
                tau == null ? "" : lambdas(tau),
                output);
    }

    private String lambdas(double shared) {
        return String.format(
                Locale.ROOT,
                "tau        %.6g%nlambda     p05 %.3f, p50 %.3f, p95 %.3f%n",
                shared,
                energies.lambdaQuantile(0.05, shared),
                energies.lambdaQuantile(0.5, shared),
                energies.lambdaQuantile(0.95, shared));
    }
}
