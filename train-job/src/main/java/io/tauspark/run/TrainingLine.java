package io.tauspark.run;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One logged step, a line of {@code metrics.jsonl}; losses and times are means over the interval since the last one.
 * All but the step may be missing.
 *
 * @param loss nats per token; null if all steps were skipped
 * @param rate of learning
 * @param gradientNorm of the step; null if it is no number
 * @param tokens that the model had learnt from
 * @param exchangeSeconds what meeting the others took the worker that waited least for them
 * @param waitSeconds that workers waited for slower ones, mean over workers
 * @param visibleKeys see {@link io.tauspark.model.AttentionSums#visibleKeys}
 * @param layers the attention of each layer; empty where it was not observed
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({
    "step",
    "split",
    "loss",
    "perplexity",
    "lr",
    "grad_norm",
    "tokens",
    "tokens_per_second",
    "exchange_seconds",
    "wait_seconds",
    "visible_keys",
    "layers"
})
public record TrainingLine(
        int step,
        @JsonProperty("loss") @Nullable Double loss,
        @JsonProperty("lr") @Nullable Double rate,
        @JsonProperty("grad_norm") @Nullable Double gradientNorm,
        @JsonProperty("tokens") @Nullable Long tokens,
        @JsonProperty("tokens_per_second") @Nullable Double tokensPerSecond,
        @JsonProperty("exchange_seconds") @Nullable Double exchangeSeconds,
        @JsonProperty("wait_seconds") @Nullable Double waitSeconds,
        @JsonProperty("visible_keys") @Nullable Double visibleKeys,
        @JsonProperty("layers") List<Layer> layers)
        implements MetricLine {
    static final String SPLIT = "train";

    public TrainingLine {
        gradientNorm = gradientNorm == null || !Double.isFinite(gradientNorm) ? null : gradientNorm;
        layers = List.copyOf(Objects.requireNonNullElse(layers, List.of()));
    }

    /**
     * The quantiles between which most of some values lie.
     *
     * @param p05 what one of twenty lies below
     * @param p50 the median
     * @param p95 what one of twenty lies above
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonPropertyOrder({"p05", "p50", "p95"})
    public record Quantiles(
            @Nullable Double p05,
            @Nullable Double p50,
            @Nullable Double p95) {}

    /**
     * The attention of some heads together. What their kind of attention does not have is null.
     *
     * @param lambda λ of queries and keys
     * @param saturated share of λ close to 0 or 1
     * @param effectiveKeys one over the mean sum of squared weights
     * @param entropy of the weights, nats
     * @param queryGradient norm of the gradient of what projects queries
     * @param keyGradient the same of keys
     */
    public record Attention(
            @Nullable Quantiles lambda,
            @Nullable Quantiles queryLambda,
            @Nullable Quantiles keyLambda,
            @Nullable Quantiles queryEnergy,
            @Nullable Quantiles keyEnergy,
            @Nullable Double saturated,
            @Nullable Double effectiveKeys,
            @Nullable Double entropy,
            @Nullable Double queryGradient,
            @Nullable Double keyGradient) {}

    /**
     * The {@link Attention} of the heads of a layer, together and one by one.
     *
     * @param number of the layer, from 0
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonPropertyOrder({
        "layer",
        "lambda",
        "lambda_q",
        "lambda_k",
        "energy_q",
        "energy_k",
        "saturated",
        "effective_keys",
        "entropy",
        "grad_norm_q",
        "grad_norm_k",
        "heads"
    })
    public record Layer(
            @JsonProperty(value = "layer", required = true) int number,
            @JsonProperty("lambda") @Nullable Quantiles lambda,
            @JsonProperty("lambda_q") @Nullable Quantiles queryLambda,
            @JsonProperty("lambda_k") @Nullable Quantiles keyLambda,
            @JsonProperty("energy_q") @Nullable Quantiles queryEnergy,
            @JsonProperty("energy_k") @Nullable Quantiles keyEnergy,
            @JsonProperty("saturated") @Nullable Double saturated,
            @JsonProperty("effective_keys") @Nullable Double effectiveKeys,
            @JsonProperty("entropy") @Nullable Double entropy,
            @JsonProperty("grad_norm_q") @Nullable Double queryGradient,
            @JsonProperty("grad_norm_k") @Nullable Double keyGradient,
            @JsonProperty("heads") List<Head> heads) {
        public Layer {
            heads = List.copyOf(Objects.requireNonNullElse(heads, List.of()));
        }

        /** The layer of these heads. */
        public static Layer of(int number, Attention together, List<Head> heads) {
            return new Layer(
                    number,
                    together.lambda(),
                    together.queryLambda(),
                    together.keyLambda(),
                    together.queryEnergy(),
                    together.keyEnergy(),
                    together.saturated(),
                    together.effectiveKeys(),
                    together.entropy(),
                    together.queryGradient(),
                    together.keyGradient(),
                    heads);
        }
    }

    /**
     * The {@link Attention} of one head.
     *
     * @param kind of attention
     * @param temperature of its softmax
     * @param tau that turns energies into λ
     * @param medianEnergy of keys
     * @param delay tokens by which its keys lag behind their values; null in lines written before there was a choice
     * @param matched share of the attention on keys whose λ is no further than the temperature from the query's
     * @param within shares of the attention on keys less than 1, 2, 4, … tokens away; null where it was not observed
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonPropertyOrder({
        "kind",
        "lambda",
        "lambda_q",
        "lambda_k",
        "energy_q",
        "energy_k",
        "saturated",
        "effective_keys",
        "entropy",
        "grad_norm_q",
        "grad_norm_k",
        "temperature",
        "tau",
        "median_energy",
        "delay",
        "matched",
        "within"
    })
    public record Head(
            @JsonProperty("kind") @Nullable String kind,
            @JsonProperty("lambda") @Nullable Quantiles lambda,
            @JsonProperty("lambda_q") @Nullable Quantiles queryLambda,
            @JsonProperty("lambda_k") @Nullable Quantiles keyLambda,
            @JsonProperty("energy_q") @Nullable Quantiles queryEnergy,
            @JsonProperty("energy_k") @Nullable Quantiles keyEnergy,
            @JsonProperty("saturated") @Nullable Double saturated,
            @JsonProperty("effective_keys") @Nullable Double effectiveKeys,
            @JsonProperty("entropy") @Nullable Double entropy,
            @JsonProperty("grad_norm_q") @Nullable Double queryGradient,
            @JsonProperty("grad_norm_k") @Nullable Double keyGradient,
            @JsonProperty("temperature") @Nullable Double temperature,
            @JsonProperty("tau") @Nullable Double tau,
            @JsonProperty("median_energy") @Nullable Double medianEnergy,
            @JsonProperty("delay") @Nullable Integer delay,
            @JsonProperty("matched") @Nullable Double matched,
            @JsonProperty("within") @Nullable List<Double> within) {
        private static final double HALF = 0.5;

        /**
         * The distance that half of the attention lies within, tokens, evenly between the two powers of two around it;
         * null where it was not observed.
         */
        public @Nullable Double lookback() {
            if (within == null || within.isEmpty()) {
                return null;
            }
            if (within.get(0) >= HALF) {
                return 0.0;
            }
            for (int range = 1; range < within.size(); range++) {
                double below = within.get(range - 1);
                double upTo = within.get(range);
                if (upTo >= HALF) {
                    double nearest = 1 << (range - 1);
                    return nearest * (1 + (HALF - below) / (upTo - below));
                }
            }
            return (double) (1 << (within.size() - 1));
        }

        /** The head with what there is besides its attention. */
        public static Head of(
                String kind,
                Attention alone,
                @Nullable Double temperature,
                @Nullable Double tau,
                @Nullable Double medianEnergy,
                @Nullable Integer delay,
                @Nullable Double matched,
                @Nullable List<Double> within) {
            return new Head(
                    kind,
                    alone.lambda(),
                    alone.queryLambda(),
                    alone.keyLambda(),
                    alone.queryEnergy(),
                    alone.keyEnergy(),
                    alone.saturated(),
                    alone.effectiveKeys(),
                    alone.entropy(),
                    alone.queryGradient(),
                    alone.keyGradient(),
                    temperature,
                    tau,
                    medianEnergy,
                    delay,
                    matched,
                    within);
        }
    }

    @Override
    public String split() {
        return SPLIT;
    }
}
