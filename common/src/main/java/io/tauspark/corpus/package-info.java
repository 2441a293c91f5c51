/** Documents: read from JSONL, Parquet or text, cut into shards on disk, read back from them. */
@NullMarked
package io.tauspark.corpus;

import org.jspecify.annotations.NullMarked;
