/** What the releases of a memory promise, also when processes die. */
@NullMarked
package io.tauspark.release;

import org.jspecify.annotations.NullMarked;
