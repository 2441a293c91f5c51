/** Shards on disk: their files, manifest and documents. */
@NullMarked
package io.tauspark.shards;

import org.jspecify.annotations.NullMarked;
