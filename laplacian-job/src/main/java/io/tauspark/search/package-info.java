/** The job {@code search}: the documents or the terms nearest to queries, by cosine and λ. */
@NullMarked
package io.tauspark.search;

import org.jspecify.annotations.NullMarked;
