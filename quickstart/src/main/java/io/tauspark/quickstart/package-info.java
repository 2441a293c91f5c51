/** The whole path on a corpus that comes with Maven. */
@NullMarked
package io.tauspark.quickstart;

import org.jspecify.annotations.NullMarked;
