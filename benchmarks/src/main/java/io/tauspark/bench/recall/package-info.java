/**
 * A comparison of what each attention kind recalls over growing distance, on tasks made by rule. {@code bench/recall} runs
 * it outside of Spark, on one machine.
 */
@NullMarked
package io.tauspark.bench.recall;

import org.jspecify.annotations.NullMarked;
