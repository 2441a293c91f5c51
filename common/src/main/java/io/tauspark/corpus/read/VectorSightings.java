package io.tauspark.corpus.read;

import io.tauspark.corpus.QuickHash;
import io.tauspark.corpus.SourceRecord;
import java.io.Serializable;
import java.util.Arrays;

/** Hashes of documents with vectors, packed, because a scan moves those of every document to find ids that repeat. */
final class VectorSightings implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Id, vector, place and length of one document. */
    private static final int WIDTH = 4;

    private static final int FIRST_DOCUMENTS = 16;

    private long[] packed = new long[WIDTH * FIRST_DOCUMENTS];
    private int documents;

    void add(SourceRecord document) {
        int at = documents * WIDTH;
        if (at == packed.length) {
            packed = Arrays.copyOf(packed, 2 * packed.length);
        }
        packed[at] = QuickHash.of(document.id());
        packed[at + 1] = QuickHash.of(document.vector());
        packed[at + 2] = document.place();
        packed[at + 3] = document.vector().length;
        documents++;
    }

    int documents() {
        return documents;
    }

    long id(int document) {
        return packed[document * WIDTH];
    }

    long vector(int document) {
        return packed[document * WIDTH + 1];
    }

    long place(int document) {
        return packed[document * WIDTH + 2];
    }

    int length(int document) {
        return (int) packed[document * WIDTH + 3];
    }
}
