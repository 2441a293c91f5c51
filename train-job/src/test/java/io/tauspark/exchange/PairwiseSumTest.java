package io.tauspark.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PairwiseSumTest {
    /** Rounds differently in every order: 1e8 swallows a single 1. */
    private static final float BIG = 1e8f;

    private static float sum(float... terms) {
        float[][] rows = new float[terms.length][1];
        for (int i = 0; i < terms.length; i++) {
            rows[i][0] = terms[i];
        }
        PairwiseSum.intoFirst(rows, 1);
        return rows[0][0];
    }

    @Test
    void neighboursAreAddedFirst() {
        assertThat(sum(BIG, -BIG, 1, 1)).isEqualTo(2);
        assertThat(sum(BIG, 1, -BIG, 1)).isEqualTo(0);
        assertThat(sum(1, 1, 1, 1, BIG, -BIG)).isEqualTo(4);
    }

    @Test
    void sumsOfPowersOfTwoNeighboursAreNodesOfTheTree() {
        float[] terms = {BIG, 1, 3, -BIG, 0.1f, 7e7f, -0.3f, 2};
        float whole = sum(terms);
        float halves = sum(sum(BIG, 1, 3, -BIG), sum(0.1f, 7e7f, -0.3f, 2));
        float quarters = sum(sum(BIG, 1), sum(3, -BIG), sum(0.1f, 7e7f), sum(-0.3f, 2));

        assertThat(halves).isEqualTo(whole);
        assertThat(quarters).isEqualTo(whole);
    }

    @Test
    void elementsBeyondTheCountAreLeftAlone() {
        float[][] rows = {{1, 10}, {2, 20}};
        PairwiseSum.intoFirst(rows, 1);
        assertThat(rows[0]).containsExactly(3, 10);
    }
}
