package io.tauspark.model;

import io.tauspark.model.ParameterLayout.Matrix;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The division of the flat parameters into blocks, which does not depend on who computes them: what is computed block by
 * block is the same, bit for bit, whoever does it. A block belongs to one member of a {@link Partition}.
 */
public final class Blocks {
    /** Values of a block: 256 KiB, small against the slices of a large model and large against the cost of a call. */
    public static final int SIZE = 1 << 16;

    /** The beginning of each block, and the end of the last one. */
    private final int[] borders;

    private Blocks(int[] borders) {
        this.borders = borders;
    }

    /** Blocks that end at every multiple of {@link #SIZE}. */
    public static Blocks even(int size) {
        return around(List.of(), size);
    }

    /** The same, but that each of these matrices is a block of its own, whatever its size. */
    public static Blocks around(List<Matrix> whole, int size) {
        IntStream even =
                IntStream.range(0, (int) (((long) size + SIZE - 1) / SIZE)).map(block -> block * SIZE);
        return between(even, whole, size);
    }

    /** As few blocks as there can be if each of these matrices is one of its own. */
    public static Blocks fewest(List<Matrix> whole, int size) {
        return between(IntStream.empty(), whole, size);
    }

    private static Blocks between(IntStream borders, List<Matrix> whole, int size) {
        if (size < 1) {
            throw new IllegalArgumentException(size + " parameters cannot be divided; there must be at least 1");
        }
        IntStream inside = borders.filter(border -> whole.stream().noneMatch(matrix -> matrix.covers(border)));
        IntStream around = whole.stream().flatMapToInt(matrix -> IntStream.of(matrix.offset(), matrix.end()));
        return new Blocks(IntStream.concat(IntStream.concat(inside, around), IntStream.of(0, size))
                .sorted()
                .distinct()
                .toArray());
    }

    /** The number of parameters. */
    public int size() {
        return borders[borders.length - 1];
    }

    public int count() {
        return borders.length - 1;
    }

    /** The first parameter of a block, by its number; for the number behind the last block, the end of all. */
    public int from(int block) {
        return borders[block];
    }

    /** The end of a block. */
    public int to(int block) {
        return borders[block + 1];
    }

    /** Whether a block begins at a place, or the last one ends there. */
    public boolean isBorder(int place) {
        return Arrays.binarySearch(borders, place) >= 0;
    }

    /** The end of the block that a parameter belongs to. */
    public int end(int parameter) {
        int found = Arrays.binarySearch(borders, parameter);
        return borders[found < 0 ? -found - 1 : found + 1];
    }

    /** Work that a block makes, in blocks of {@link #SIZE}. */
    long weight(int block) {
        return ((long) to(block) - from(block) + SIZE - 1) / SIZE;
    }
}
