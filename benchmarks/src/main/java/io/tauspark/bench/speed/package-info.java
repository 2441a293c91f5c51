/** The benchmark of training speed: what {@code bench/training} runs. */
@NullMarked
package io.tauspark.bench.speed;

import org.jspecify.annotations.NullMarked;
