package io.tauspark.train;

import io.tauspark.model.LambdaHead;
import io.tauspark.model.TauGpt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Lines of {@code metrics.jsonl}. */
final class Metrics {
    private Metrics() {}

    /**
     * One logged step; losses and times are means over the interval since the last one. No loss if all were skipped.
     *
     * @param exchangeSeconds what meeting the others took the worker that waited least for them
     * @param waitSeconds that workers waited for slower ones, mean over workers
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
            List<Map<String, Object>> layers) {
        Map<String, Object> line = start(step, "train", loss);
        line.put("lr", rate);
        line.put("grad_norm", Double.isFinite(gradientNorm) ? gradientNorm : null);
        line.put("tokens", tokens);
        line.put("tokens_per_second", tokensPerSecond);
        line.put("exchange_seconds", exchangeSeconds);
        line.put("wait_seconds", waitSeconds);
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

    /** Per layer with λ: quantiles of λ over all heads; per head: quantiles of λ, temperature and τ. */
    static List<Map<String, Object>> layers(TauGpt gpt, long[] counts) {
        return layers(gpt.lambdaHeads(), counts);
    }

    /** The same of heads that are no longer part of a living model. */
    static List<Map<String, Object>> layers(List<LambdaHead> all, long[] counts) {
        int bins = TauGpt.LAMBDA_BINS;
        Map<Integer, List<Map<String, Object>>> heads = new TreeMap<>();
        Map<Integer, long[]> merged = new TreeMap<>();
        for (int index = 0; index < all.size(); index++) {
            LambdaHead head = all.get(index);
            long[] sum = merged.computeIfAbsent(head.layer(), layer -> new long[bins]);
            for (int bin = 0; bin < bins; bin++) {
                sum[bin] += counts[index * bins + bin];
            }
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("lambda", LambdaQuantiles.of(counts, index * bins, bins));
            entry.put("temperature", head.temperature());
            entry.put("tau", head.tau());
            heads.computeIfAbsent(head.layer(), layer -> new ArrayList<>()).add(entry);
        }
        List<Map<String, Object>> layers = new ArrayList<>();
        merged.forEach((layer, sum) -> {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("layer", layer);
            entry.put("lambda", LambdaQuantiles.of(sum, 0, bins));
            entry.put("heads", heads.getOrDefault(layer, List.of()));
            layers.add(entry);
        });
        return layers;
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
