@NullMarked
package io.tauspark.bench.decode;

import org.jspecify.annotations.NullMarked;
