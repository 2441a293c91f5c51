package io.tauspark.search;

import java.io.Serializable;

/**
 * Something that can be found: a document, or a term.
 *
 * @param id unique
 * @param lambda on the graph of the memory, in [0, 1]
 * @param direction of its vector
 */
record Indexed(String id, double lambda, Direction direction) implements Serializable {}
