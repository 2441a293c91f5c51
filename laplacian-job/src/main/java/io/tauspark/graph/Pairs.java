package io.tauspark.graph;

/** Numbers the pairs i ≤ j of features row by row: the upper triangle of a symmetric matrix, diagonal included. */
final class Pairs {
    private Pairs() {}

    static int count(int features) {
        return Math.toIntExact(features * (features + 1L) / 2);
    }

    static int index(int i, int j, int features) {
        return i * features - i * (i - 1) / 2 + j - i;
    }
}
