package io.tauspark.corpus.read;

import java.io.Serializable;

/** A document that comes with its vector. */
public final class VectorDocument implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String id;
    private final double[] vector;

    VectorDocument(String id, double[] vector) {
        this.id = id;
        this.vector = vector;
    }

    /** Unique within its corpus. */
    public String id() {
        return id;
    }

    /** The finite numbers of the vector, as many as all others have, possibly all zero; the document's own array. */
    public double[] vector() {
        return vector;
    }
}
