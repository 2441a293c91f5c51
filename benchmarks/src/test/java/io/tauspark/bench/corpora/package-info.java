@NullMarked
package io.tauspark.bench.corpora;

import org.jspecify.annotations.NullMarked;
