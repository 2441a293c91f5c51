package io.tauspark.search;

import java.io.Serializable;

/**
 * Something to look for.
 *
 * @param id unique among the queries of a search
 * @param text what was asked; empty of a query that came as a vector
 * @param lambda on the graph of the memory, like that of what is searched
 * @param direction of its vector
 * @param remark how it was understood, for people; empty if there is nothing to say
 */
record Query(String id, String text, double lambda, Direction direction, String remark) implements Serializable {}
