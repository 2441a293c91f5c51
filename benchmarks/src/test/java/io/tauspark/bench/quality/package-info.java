@NullMarked
package io.tauspark.bench.quality;

import org.jspecify.annotations.NullMarked;
