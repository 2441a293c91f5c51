package io.tauspark.corpus.parquet;

import io.tauspark.corpus.RejectedRecord;

/** A vector as a row has it, with whatever is wrong in it. */
interface StoredVector {
    /** Its numbers, all finite, no more than are allowed and at least one. */
    double[] read() throws RejectedRecord;

    /** The vector as a value for JSON. */
    Object shown();
}
