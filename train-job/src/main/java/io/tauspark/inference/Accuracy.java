package io.tauspark.inference;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The share of questions that were answered right, with its interval at 95 %. Source of the interval: Wilson, Probable inference, the
 * law of succession, and statistical inference, 1927.
 *
 * @param questions that were asked; at least one
 * @param right answers
 */
public record Accuracy(long questions, long right) {
    /** Normal quantile of a two-sided interval at 95 %. */
    private static final double QUANTILE = 1.959963984540054;

    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    public double share() {
        return (double) right / questions;
    }

    /** The lower end of the interval. */
    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    public double low() {
        return Math.max(0, centre() - half());
    }

    /** The upper end of the interval. */
    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    public double high() {
        return Math.min(1, centre() + half());
    }

    private double centre() {
        return (share() + QUANTILE * QUANTILE / (2 * questions)) / stretch();
    }

    private double half() {
        double variance = share() * (1 - share()) / questions;
        double most = QUANTILE / (2 * questions);
        return QUANTILE * Math.sqrt(variance + most * most) / stretch();
    }

    private double stretch() {
        return 1 + QUANTILE * QUANTILE / questions;
    }
}
