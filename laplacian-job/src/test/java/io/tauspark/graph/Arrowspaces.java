package io.tauspark.graph;

import io.tauspark.graph.ArrowspaceConfig.Sampling;

/** Settings of arrowspace's mode for tests. */
final class Arrowspaces {
    private Arrowspaces() {}

    static ArrowspaceConfig defaults() {
        return withK(25);
    }

    static ArrowspaceConfig withK(int k) {
        return new ArrowspaceConfig(k, false, false, Sampling.SIMPLE, 0.6, 0, 0, 42, false, 0.3);
    }

    static ArrowspaceConfig clusters(Sampling sampling, int most, double radius) {
        return new ArrowspaceConfig(25, false, false, sampling, 0.6, most, radius, 42, false, 0.3);
    }
}
