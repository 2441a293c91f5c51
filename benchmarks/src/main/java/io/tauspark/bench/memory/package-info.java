/** Timing of building a domain memory. */
@NullMarked
package io.tauspark.bench.memory;

import org.jspecify.annotations.NullMarked;
