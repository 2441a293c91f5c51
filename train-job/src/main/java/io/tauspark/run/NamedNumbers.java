package io.tauspark.run;

import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of one line of {@code metrics.jsonl} by name: first what is measured, then where, as in {@code loss/train},
 * {@code lambda/layer 0/p50} or {@code temperature/layer 0/head 03}. Of single heads only what is told of no layer, and
 * how many keys they attend to: all their quantiles would bury the rest.
 */
public final class NamedNumbers {
    private final SortedMap<String, Double> all = new TreeMap<>();

    private NamedNumbers() {}

    public static SortedMap<String, Double> of(MetricLine line) {
        NamedNumbers numbers = new NamedNumbers();
        numbers.add("loss", line.split(), line.loss());
        numbers.add("perplexity", line.split(), line.perplexity());
        if (line instanceof ValidationLine scoring) {
            numbers.validation(scoring);
        } else if (line instanceof TrainingLine step) {
            numbers.training(step);
        }
        return numbers.all;
    }

    private void validation(ValidationLine line) {
        add("loss_error", line.split(), line.error());
        add("bits_per_byte", line.split(), line.bitsPerByte());
        add("tokens", line.split(), line.tokens());
    }

    private void training(TrainingLine line) {
        add("lr", line.split(), line.rate());
        add("grad_norm", line.split(), line.gradientNorm());
        add("tokens", line.split(), line.tokens());
        add("tokens_per_second", line.split(), line.tokensPerSecond());
        add("exchange_seconds", line.split(), line.exchangeSeconds());
        add("wait_seconds", line.split(), line.waitSeconds());
        add("visible_keys", line.split(), line.visibleKeys());
        line.layers().forEach(this::layer);
    }

    private void layer(TrainingLine.Layer layer) {
        String where = "layer " + layer.number();
        add("lambda", where, layer.lambda());
        add("lambda_q", where, layer.queryLambda());
        add("lambda_k", where, layer.keyLambda());
        add("energy_q", where, layer.queryEnergy());
        add("energy_k", where, layer.keyEnergy());
        add("saturated", where, layer.saturated());
        add("effective_keys", where, layer.effectiveKeys());
        add("entropy", where, layer.entropy());
        add("grad_norm_q", where, layer.queryGradient());
        add("grad_norm_k", where, layer.keyGradient());
        int number = 0;
        for (TrainingLine.Head head : layer.heads()) {
            head(String.format(Locale.ROOT, "%s/head %02d", where, number++), head);
        }
    }

    private void head(String where, TrainingLine.Head head) {
        add("temperature", where, head.temperature());
        add("tau", where, head.tau());
        add("median_energy", where, head.medianEnergy());
        add("effective_keys", where, head.effectiveKeys());
        add("matched", where, head.matched());
        add("lookback", where, head.lookback());
    }

    private void add(String what, String where, TrainingLine.@Nullable Quantiles values) {
        if (values != null) {
            add(what, where + "/p05", values.p05());
            add(what, where + "/p50", values.p50());
            add(what, where + "/p95", values.p95());
        }
    }

    private void add(String what, String where, @Nullable Number value) {
        if (value != null && Double.isFinite(value.doubleValue())) {
            all.put(what + "/" + where, value.doubleValue());
        }
    }
}
