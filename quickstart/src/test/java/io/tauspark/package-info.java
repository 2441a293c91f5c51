/** Rules that hold over all modules. */
@NullMarked
package io.tauspark;

import org.jspecify.annotations.NullMarked;
