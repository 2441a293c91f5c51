/** Outputs that appear whole or not at all, on any Hadoop file system, and what they say of their origin. */
@NullMarked
package io.tauspark.store;

import org.jspecify.annotations.NullMarked;
