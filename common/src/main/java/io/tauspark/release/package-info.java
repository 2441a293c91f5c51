/** The releases of a domain memory: published whole, promoted in one step, by one builder at a time. */
@NullMarked
package io.tauspark.release;

import org.jspecify.annotations.NullMarked;
