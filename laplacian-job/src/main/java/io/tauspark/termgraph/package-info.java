/** The term graph: counts of tokens near each other, their vectors, neighbours and eigenvectors. */
@NullMarked
package io.tauspark.termgraph;

import org.jspecify.annotations.NullMarked;
