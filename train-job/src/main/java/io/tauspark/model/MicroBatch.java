package io.tauspark.model;

/**
 * The results of one micro-batch besides its gradient.
 *
 * @param loss mean negative log-likelihood per scored token, nats
 * @param attention how its sampled queries spread their attention; none of them unless asked for
 */
public record MicroBatch(double loss, AttentionSums attention) {}
