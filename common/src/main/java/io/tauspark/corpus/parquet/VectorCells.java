package io.tauspark.corpus.parquet;

import org.jspecify.annotations.Nullable;

/** The vectors of a row group, a row after the other. */
interface VectorCells {
    /** The vector of the next row, or null if it has none. */
    @Nullable
    StoredVector next();

    /** Fails if there is more than was read. */
    void requireEnd();
}
