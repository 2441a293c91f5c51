/** The jobs that read a corpus: its shards and its domain memory. */
@NullMarked
package io.tauspark.laplacian;

import org.jspecify.annotations.NullMarked;
