package io.tauspark.diagnosis;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.tauspark.run.RunHistory;
import io.tauspark.run.TrainingLine;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * The amount of structure that a training has taken from its data, in bits: the area between its loss curve and the
 * loss that it ends with, Σ (loss_i − end loss) / ln 2 over the training tokens i. It is what a code of the data pays
 * for having to learn the model on the way, and so an estimate of how long a description of the model need be.
 *
 * <p>Source: Finzi et al., From Entropy to Epiplexity: Rethinking Information for Computationally Bounded Intelligence,
 * 2026, the prequential estimate. Its limits: it depends on the optimizer, the model and the budget, and a training that
 * learns slowly, or has not ended, has another area for the same data; it needs each token to be met once, since
 * repeated ones are cheap by heart and not by structure; what the loss of the last steps is, is noisy, and every token
 * pays for that.
 *
 * @param bits the area
 * @param tokens that it goes over, those of skipped steps not among them
 * @param endLoss mean training loss over the last twentieth of the steps, nats per token
 * @param text in a sentence
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({"bits", "tokens", "end_loss", "text"})
public record Epiplexity(
        double bits,
        long tokens,
        @JsonProperty(value = "end_loss", required = true) double endLoss,
        String text) {
    /** Long enough to average noise, short enough to be an end. */
    private static final double END_SHARE = 0.05;

    /** The epiplexity of a run; null if no loss was logged. */
    static @Nullable Epiplexity of(RunHistory history) {
        NavigableMap<Integer, TrainingLine> lines = history.training();
        if (lines.values().stream().noneMatch(line -> line.loss() != null)) {
            return null;
        }
        int steps = lines.lastKey();
        Map.Entry<Integer, TrainingLine> first = lines.firstEntry();
        Long tokensOfFirst = first.getValue().tokens();
        double tokensPerStep = (tokensOfFirst == null ? 0.0 : tokensOfFirst) / first.getKey();
        double end = endLoss(lines, steps - END_SHARE * steps);
        double nats = 0;
        long counted = 0;
        int before = 0;
        for (Map.Entry<Integer, TrainingLine> line : lines.entrySet()) {
            Double loss = line.getValue().loss();
            if (loss != null) {
                nats += (loss - end) * (line.getKey() - before) * tokensPerStep;
                counted += line.getKey() - before;
            }
            before = line.getKey();
        }
        double bits = nats / Math.log(2);
        long tokens = Math.round(counted * tokensPerStep);
        return new Epiplexity(bits, tokens, end, text(bits, tokens, end));
    }

    /** Mean loss of the lines whose steps all come after a point, or of the last that has one. */
    private static double endLoss(NavigableMap<Integer, TrainingLine> lines, double from) {
        double sum = 0;
        int steps = 0;
        for (Map.Entry<Integer, TrainingLine> line : lines.descendingMap().entrySet()) {
            int step = line.getKey();
            Integer lower = lines.lowerKey(step);
            int count = step - (lower == null ? 0 : lower);
            if (steps > 0 && step - count < from) {
                break;
            }
            Double loss = line.getValue().loss();
            if (loss != null) {
                sum += loss * count;
                steps += count;
            }
        }
        return sum / steps;
    }

    private static String text(double bits, long tokens, double end) {
        return String.format(
                Locale.ROOT,
                "The area between the training loss and its end, %.3f nats per token, is %,.0f bits over %,d tokens:"
                        + " an estimate of the structure that was learnt, for this model, optimizer and budget, and"
                        + " only if no data were repeated.",
                end,
                bits,
                tokens);
    }
}
