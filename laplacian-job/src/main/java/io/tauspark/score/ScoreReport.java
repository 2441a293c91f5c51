package io.tauspark.score;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tauspark.corpus.read.ReadSummary;
import io.tauspark.memory.EnergyDistribution;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The result of a run of {@link ScoreJob}.
 *
 * @param output directory of the Parquet files
 * @param memorySha256 which memory the documents were scored against
 * @param documents how many were scored
 * @param unknown how many of them have a zero vector, so energy and λ 0
 * @param rejected records that are no documents, by reason
 * @param tau of all documents; null if each has its own
 * @param energies of the others, null if there are none; λ of a quantile follows from τ
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ScoreReport(
        String output,
        String memorySha256,
        long documents,
        long unknown,
        Map<String, Long> rejected,
        @Nullable Double tau,
        @Nullable EnergyDistribution energies) {
    private static final double LOW = 0.05;
    private static final double MIDDLE = 0.5;
    private static final double HIGH = 0.95;

    /** Plain lines for people, the last one ended. */
    public String summary() {
        StringBuilder lines = new StringBuilder(String.format(
                Locale.ROOT,
                "documents  %,d scored, %,d without known words, rejected: %s%n",
                documents,
                unknown,
                ReadSummary.counts(rejected)));
        if (energies != null) {
            lines.append(String.format(
                    Locale.ROOT,
                    "energy     p05 %.4g, p50 %.4g, p95 %.4g%n",
                    energies.quantile(LOW),
                    energies.quantile(MIDDLE),
                    energies.quantile(HIGH)));
            lines.append(tau == null ? "" : lambdas(energies, tau));
        }
        return lines.append("scores     ").append(output).append('\n').toString();
    }

    private static String lambdas(EnergyDistribution energies, double tau) {
        return String.format(
                Locale.ROOT,
                "tau        %.6g%nlambda     p05 %.3f, p50 %.3f, p95 %.3f%n",
                tau,
                energies.lambdaQuantile(LOW, tau),
                energies.lambdaQuantile(MIDDLE, tau),
                energies.lambdaQuantile(HIGH, tau));
    }
}
