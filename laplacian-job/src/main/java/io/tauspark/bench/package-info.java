/** Input for benchmarks, made by rule: what the scripts under {@code bench/} time the memory's jobs with. */
@NullMarked
package io.tauspark.bench;

import org.jspecify.annotations.NullMarked;
