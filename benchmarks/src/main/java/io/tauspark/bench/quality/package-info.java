/**
 * A comparison of how well each attention kind learns: the same training for all of them on the same text, and on tasks
 * made by rule. {@code bench/quality} and {@code bench/recall} run it outside of Spark, on one machine.
 */
@NullMarked
package io.tauspark.bench.quality;

import org.jspecify.annotations.NullMarked;
