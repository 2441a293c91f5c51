package io.tauspark.model;

/**
 * What one micro-batch said besides its gradient.
 *
 * @param loss mean negative log-likelihood per scored token, nats
 * @param lambdaCounts counts of λ of queries and keys per head and bin, [heads, bins] row-major in the order of
 *     {@link TauGpt#lambdaHeads}; empty unless asked for
 */
public record MicroBatch(double loss, long[] lambdaCounts) {}
