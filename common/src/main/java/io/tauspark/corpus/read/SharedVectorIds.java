package io.tauspark.corpus.read;

import io.tauspark.corpus.SourceRecord;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Documents that have to go because another has their id, by the hashes of their places. Of those with one id the one
 * whose vector has the smallest hash stays; the others are duplicates if they have the vector of one before, and
 * rejected if not. Ids are told apart by 64 bits: among a hundred million, any two look alike once in 3,700 corpora.
 */
final class SharedVectorIds implements Serializable {
    private static final long serialVersionUID = 1L;

    private final long[] duplicates;
    private final long[] clashes;

    private SharedVectorIds(long[] duplicates, long[] clashes) {
        this.duplicates = duplicates;
        this.clashes = clashes;
    }

    /** No document has the id of another. */
    static SharedVectorIds none() {
        return new SharedVectorIds(new long[0], new long[0]);
    }

    /**
     * Finds them among all documents with certain ids.
     *
     * @param dimension length of the vectors that count
     */
    static SharedVectorIds among(List<VectorSightings> sightings, int dimension) {
        if (areDistinct(sightings, dimension)) {
            return none();
        }
        List<long[]> documents = new ArrayList<>();
        for (VectorSightings some : sightings) {
            for (int i = 0; i < some.documents(); i++) {
                if (some.length(i) == dimension) {
                    documents.add(new long[] {some.id(i), some.vector(i), some.place(i)});
                }
            }
        }
        documents.sort(Comparator.<long[]>comparingLong(document -> document[0])
                .thenComparingLong(document -> document[1])
                .thenComparingLong(document -> document[2]));
        LongStream.Builder duplicates = LongStream.builder();
        LongStream.Builder clashes = LongStream.builder();
        for (int i = 1; i < documents.size(); i++) {
            long[] before = documents.get(i - 1);
            long[] here = documents.get(i);
            if (here[0] == before[0]) {
                (here[1] == before[1] ? duplicates : clashes).add(here[2]);
            }
        }
        return new SharedVectorIds(
                duplicates.build().sorted().toArray(), clashes.build().sorted().toArray());
    }

    SharedVectorIds merge(SharedVectorIds other) {
        return new SharedVectorIds(merged(duplicates, other.duplicates), merged(clashes, other.clashes));
    }

    long duplicates() {
        return duplicates.length;
    }

    long clashes() {
        return clashes.length;
    }

    boolean isEmpty() {
        return duplicates.length + clashes.length == 0;
    }

    /** Whether a document has to go. */
    boolean contains(SourceRecord document) {
        return !isEmpty() && (Arrays.binarySearch(duplicates, document.place()) >= 0 || isClash(document));
    }

    /** Whether a document has to go although none has its id and its vector. */
    boolean isClash(SourceRecord document) {
        return clashes.length > 0 && Arrays.binarySearch(clashes, document.place()) >= 0;
    }

    /** The common case first: a sort of bare numbers. */
    private static boolean areDistinct(List<VectorSightings> sightings, int dimension) {
        LongStream.Builder ids = LongStream.builder();
        for (VectorSightings some : sightings) {
            for (int i = 0; i < some.documents(); i++) {
                if (some.length(i) == dimension) {
                    ids.add(some.id(i));
                }
            }
        }
        long[] sorted = ids.build().sorted().toArray();
        for (int i = 1; i < sorted.length; i++) {
            if (sorted[i] == sorted[i - 1]) {
                return false;
            }
        }
        return true;
    }

    private static long[] merged(long[] some, long[] others) {
        return LongStream.concat(LongStream.of(some), LongStream.of(others))
                .sorted()
                .toArray();
    }
}
