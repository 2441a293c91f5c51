/** Files with damage of every kind, and what readers have to do with them. */
@NullMarked
package io.tauspark.fuzz;

import org.jspecify.annotations.NullMarked;
