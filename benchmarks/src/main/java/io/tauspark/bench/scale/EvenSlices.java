package io.tauspark.bench.scale;

import java.util.stream.IntStream;

/** An array in as many slices as there are members, which differ by at most one value in length. */
final class EvenSlices {
    private EvenSlices() {}

    static int[] bounds(int members, int length) {
        return IntStream.rangeClosed(0, members)
                .map(rank -> (int) ((long) length * rank / members))
                .toArray();
    }
}
