/** The benchmark of training speed: what {@code bench/training} runs. Nothing else needs this package. */
@NullMarked
package io.tauspark.bench.speed;

import org.jspecify.annotations.NullMarked;
