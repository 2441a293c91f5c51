/** The graph on the features of an embedding: what the documents say of pairs of features, and how they are wired. */
@NullMarked
package io.tauspark.graph;

import org.jspecify.annotations.NullMarked;
