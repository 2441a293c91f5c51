/** The benchmark of what attention remembers of a text: time and size by length. */
@NullMarked
package io.tauspark.bench.decode;

import org.jspecify.annotations.NullMarked;
