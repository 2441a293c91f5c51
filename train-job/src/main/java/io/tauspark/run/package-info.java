/** A run on disk: the names of its files and the lines in them. */
@NullMarked
package io.tauspark.run;

import org.jspecify.annotations.NullMarked;
