/** Parquet files of a corpus: only the wanted columns, whatever else a file holds. */
@NullMarked
package io.tauspark.corpus.parquet;

import org.jspecify.annotations.NullMarked;
