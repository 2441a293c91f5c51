/** The job {@code releases}: lists, compares, promotes, rolls back and prunes the releases of a memory. */
@NullMarked
package io.tauspark.releases;

import org.jspecify.annotations.NullMarked;
