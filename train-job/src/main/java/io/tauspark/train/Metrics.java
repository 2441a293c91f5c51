package io.tauspark.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lines of {@code metrics.jsonl}. */
final class Metrics {
    private Metrics() {}

    /**
     * One logged step; losses and times are means over the interval since the last one. No loss if all were skipped.
     *
     * @param exchangeSeconds what meeting the others took the worker that waited least for them
     * @param waitSeconds that workers waited for slower ones, mean over workers
     * @param visibleKeys see {@link io.tauspark.model.AttentionSums#visibleKeys}
     * @param layers see {@link AttentionStatistics#layers}
     */
    static Map<String, Object> training(
            int step,
            @Nullable Double loss,
            double rate,
            double gradientNorm,
            long tokens,
            double tokensPerSecond,
            double exchangeSeconds,
            double waitSeconds,
            double visibleKeys,
            List<Map<String, Object>> layers) {
        Map<String, Object> line = start(step, "train", loss);
        line.put("lr", rate);
        line.put("grad_norm", Double.isFinite(gradientNorm) ? gradientNorm : null);
        line.put("tokens", tokens);
        line.put("tokens_per_second", tokensPerSecond);
        line.put("exchange_seconds", exchangeSeconds);
        line.put("wait_seconds", waitSeconds);
        line.put("visible_keys", visibleKeys);
        line.put("layers", layers);
        return line;
    }

    /** One scoring of the validation set. */
    static Map<String, Object> validation(int step, ValidationScore score, long tokens, long bytes) {
        Map<String, Object> line = start(step, "validation", score.loss());
        line.put("loss_error", score.error());
        line.put("bits_per_byte", score.loss() / Math.log(2) * tokens / Math.max(1, bytes));
        line.put("tokens", tokens);
        return line;
    }

    private static Map<String, Object> start(int step, String split, @Nullable Double loss) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("step", step);
        line.put("split", split);
        line.put("loss", loss);
        line.put("perplexity", loss == null ? null : Double.valueOf(Math.exp(loss)));
        return line;
    }
}
