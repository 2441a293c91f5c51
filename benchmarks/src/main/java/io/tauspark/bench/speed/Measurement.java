package io.tauspark.bench.speed;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.tauspark.config.InvalidInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The measurements of one process while it trained a few steps on the same windows. They are the line of JSON that such
 * a process ends with, also that of {@code bench/eager_gpt.py}.
 *
 * @param engine what computed, with versions
 * @param parameters numbers that are trained
 * @param tokensPerStep tokens that a step learns from
 * @param gradientMillis of each timed step: forward and backward pass, until the gradient is where the optimizer's caller
 *     has it
 * @param optimizerMillis of each timed step: clipping and AdamW
 * @param processorMillis of each timed step: time of all threads on processors; on a busy machine less than threads × wall
 *     time
 * @param losses of every step, warm-up included, nats per token
 * @param copyMillis one copy of a gradient between native memory and Java's heap, of which a step makes two; null where
 *     there is no such copy
 * @param peakMebibytes most resident memory of the process, native and heap; null where the system does not tell
 * @param heapMebibytes most of Java's heap that was in use; null without one
 * @param deviceMebibytes memory of the GPU in use at the end; null on a processor
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
record Measurement(
        String engine,
        long parameters,
        int tokensPerStep,
        List<Double> gradientMillis,
        List<Double> optimizerMillis,
        List<Double> processorMillis,
        List<Double> losses,
        @Nullable Double copyMillis,
        @Nullable Double peakMebibytes,
        @Nullable Double heapMebibytes,
        @Nullable Double deviceMebibytes) {
    private static final double MILLIS_PER_SECOND = 1e3;

    Measurement {
        int steps = gradientMillis.size();
        if (steps == 0 || optimizerMillis.size() != steps || processorMillis.size() != steps) {
            throw new InvalidInput(String.format(
                    Locale.ROOT,
                    "a measurement has %d times of gradients, %d of the optimizer and %d of processors;"
                            + " must be as many, and some",
                    steps,
                    optimizerMillis.size(),
                    processorMillis.size()));
        }
    }

    double gradientMedian() {
        return Spread.of(gradientMillis).median();
    }

    double optimizerMedian() {
        return Spread.of(optimizerMillis).median();
    }

    double processorMedian() {
        return Spread.of(processorMillis).median();
    }

    /** Milliseconds of a whole step, the median over steps. */
    double stepMedian() {
        List<Double> steps = new ArrayList<>();
        for (int i = 0; i < gradientMillis.size(); i++) {
            steps.add(gradientMillis.get(i) + optimizerMillis.get(i));
        }
        return Spread.of(steps).median();
    }

    double tokensPerSecond() {
        return tokensPerStep / stepMedian() * MILLIS_PER_SECOND;
    }

    double microsPerToken() {
        return 1e6 / tokensPerSecond();
    }

    /** Whether the steps did what they are timed for: all windows being the same, the loss must fall. */
    boolean learned() {
        double last = losses.get(losses.size() - 1);
        return Double.isFinite(last) && last < losses.get(0);
    }
}
