/** Benchmarks of training with several workers: what {@code bench/exchange}, {@code bench/scaling} and {@code bench/simulate} run. */
@NullMarked
package io.tauspark.bench.scale;

import org.jspecify.annotations.NullMarked;
