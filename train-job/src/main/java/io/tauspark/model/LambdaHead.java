package io.tauspark.model;

/**
 * The state of one query head that compares λ.
 *
 * @param layer its layer
 * @param head its number among the layer's heads with λ
 * @param temperature of its softmax
 * @param tau of its key head
 */
public record LambdaHead(int layer, int head, double temperature, double tau) {}
