@NullMarked
package io.tauspark.bench.scale;

import org.jspecify.annotations.NullMarked;
