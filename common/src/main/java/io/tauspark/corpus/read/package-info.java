/** A corpus as documents or vectors, with every rejected record counted and kept. */
@NullMarked
package io.tauspark.corpus.read;

import org.jspecify.annotations.NullMarked;
