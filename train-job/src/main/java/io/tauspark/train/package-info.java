/** The job {@code train}: shards and a domain memory become a run. */
@NullMarked
package io.tauspark.train;

import org.jspecify.annotations.NullMarked;
