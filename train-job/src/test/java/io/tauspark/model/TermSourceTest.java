package io.tauspark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tauspark.terms.UnitVector;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TermSourceTest {
    private static final int TOKENS = 1000;
    private static final int COLUMNS = 3;

    /** Frequent tokens first, the last hundred unknown. */
    private static final long[] COUNTS = IntStream.range(0, TOKENS)
            .mapToLong(token -> token < 900 ? 5000L - token : 0)
            .toArray();

    private static float[] rows() {
        Random random = new Random(1);
        float[] rows = new float[TOKENS * COLUMNS];
        for (int i = 0; i < 900 * COLUMNS; i++) {
            rows[i] = (float) ((1 + i % COLUMNS) * random.nextGaussian());
        }
        return rows;
    }

    private static String row(float[] rows, int token) {
        return Arrays.toString(Arrays.copyOfRange(rows, token * COLUMNS, (token + 1) * COLUMNS));
    }

    @Test
    void permutedRowsAreThoseOfTokensAboutAsFrequent() {
        float[] rows = rows();
        float[] permuted = TermSource.PERMUTED.of(rows, COLUMNS, COUNTS);
        int moved = 0;
        for (int token = 0; token < 896; token++) {
            String mine = row(permuted, token);
            int block = token / 64 * 64;
            assertThat(IntStream.range(block, block + 64).mapToObj(other -> row(rows, other)))
                    .contains(mine);
            moved += mine.equals(row(rows, token)) ? 0 : 1;
        }
        assertThat(moved).isGreaterThan(850);
        float[] sorted = rows.clone();
        float[] sortedPermuted = permuted.clone();
        Arrays.sort(sorted);
        Arrays.sort(sortedPermuted);
        assertThat(sortedPermuted).isEqualTo(sorted);
        assertThat(TermSource.PERMUTED.of(rows, COLUMNS, COUNTS)).isEqualTo(permuted);
    }

    @Test
    void randomRowsHaveTheSizeOfEachColumnAndKnowTheSameTokens() {
        float[] rows = rows();
        float[] random = TermSource.RANDOM.of(rows, COLUMNS, COUNTS);
        for (int column = 0; column < COLUMNS; column++) {
            assertThat(size(random, column)).isCloseTo(size(rows, column), within(0.1 * size(rows, column)));
        }
        for (int token = 0; token < TOKENS; token++) {
            assertThat(UnitVector.isZero(random, token * COLUMNS, COLUMNS)).isEqualTo(token >= 900);
        }
        assertThat(random).isNotEqualTo(rows);
    }

    private static double size(float[] rows, int column) {
        double squares = 0;
        for (int i = column; i < rows.length; i += COLUMNS) {
            squares += rows[i] * rows[i];
        }
        return Math.sqrt(squares);
    }
}
