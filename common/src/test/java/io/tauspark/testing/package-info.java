/** Fixtures that the tests of all modules share. */
@NullMarked
package io.tauspark.testing;

import org.jspecify.annotations.NullMarked;
