/** Documents: read from JSONL, cut into shards on disk, read back from them. */
@NullMarked
package io.tauspark.corpus;

import org.jspecify.annotations.NullMarked;
