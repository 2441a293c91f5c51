/** The sources that {@code bench/corpora} makes corpora of. */
@NullMarked
package io.tauspark.bench.corpora;

import org.jspecify.annotations.NullMarked;
