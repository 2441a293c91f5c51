package io.tauspark.model;

import io.tauspark.terms.UnitVector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Whose numbers the tokens of a vocabulary get: those of the memory, or of a control made from it that has lost what the
 * memory knows of each token. Controls depend on the memory and their kind alone, as those of {@link LaplacianSource} do.
 */
public enum TermSource {
    /** The memory as it is. */
    MEMORY,
    /** Every token gets the numbers of another that is about as frequent. */
    PERMUTED,
    /** Random numbers of the same size in each column: the spectrum of the memory, and nothing else of it. */
    RANDOM;

    /** Seed of all controls. */
    private static final long SEED = 20_220_102;

    /** Tokens of like frequency that change places: few enough to be alike, enough for none to stay where it was. */
    private static final int BLOCK = 64;

    /**
     * The numbers that the tokens get.
     *
     * @param rows a row of numbers for each token, row-major; not modified
     * @param columns length of a row
     * @param counts how often each token occurs
     */
    float[] of(float[] rows, int columns, long[] counts) {
        return switch (this) {
            case MEMORY -> rows;
            case PERMUTED -> permuted(rows, columns, counts);
            case RANDOM -> random(rows, columns);
        };
    }

    private static float[] permuted(float[] rows, int columns, long[] counts) {
        List<Integer> byCount = IntStream.range(0, counts.length)
                .boxed()
                .sorted(Comparator.comparingLong((Integer token) -> -counts[token]))
                .toList();
        List<Integer> places = new ArrayList<>(byCount);
        Random random = new Random(SEED);
        for (int from = 0; from < places.size(); from += BLOCK) {
            Collections.shuffle(places.subList(from, Math.min(places.size(), from + BLOCK)), random);
        }
        float[] result = new float[rows.length];
        for (int i = 0; i < places.size(); i++) {
            System.arraycopy(rows, byCount.get(i) * columns, result, places.get(i) * columns, columns);
        }
        return result;
    }

    /** Rows of zeros, which are of tokens that the memory does not know, stay what they are. */
    private static float[] random(float[] rows, int columns) {
        double[] squares = new double[columns];
        int known = 0;
        for (int row = 0; row < rows.length; row += columns) {
            for (int column = 0; column < columns; column++) {
                double value = rows[row + column];
                squares[column] += value * value;
            }
            known += UnitVector.isZero(rows, row, columns) ? 0 : 1;
        }
        Random random = new Random(SEED);
        float[] result = new float[rows.length];
        for (int row = 0; row < rows.length; row += columns) {
            if (!UnitVector.isZero(rows, row, columns)) {
                for (int column = 0; column < columns; column++) {
                    result[row + column] = (float) (Math.sqrt(squares[column] / known) * random.nextGaussian());
                }
            }
        }
        return result;
    }
}
