package io.tauspark.model;

/**
 * What one micro-batch said besides its gradient.
 *
 * @param loss mean negative log-likelihood per token, nats
 * @param lambdaCounts counts of λ of queries and keys per layer, head and bin, [layers, heads, bins] row-major; empty
 *     unless asked for
 */
public record MicroBatch(double loss, long[] lambdaCounts) {}
