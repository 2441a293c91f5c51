/** The way from documents to vectors. */
@NullMarked
package io.tauspark.embed;

import org.jspecify.annotations.NullMarked;
