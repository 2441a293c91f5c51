/** The job {@code shard}: a corpus becomes parts for training and validation. */
@NullMarked
package io.tauspark.shard;

import org.jspecify.annotations.NullMarked;
