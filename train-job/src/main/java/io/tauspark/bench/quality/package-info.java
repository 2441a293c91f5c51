/**
 * How well each attention kind learns: the same training for all of them on the same text, and on tasks made by rule.
 * What {@code bench/quality} and {@code bench/recall} run, outside of Spark, on one machine.
 */
@NullMarked
package io.tauspark.bench.quality;

import org.jspecify.annotations.NullMarked;
