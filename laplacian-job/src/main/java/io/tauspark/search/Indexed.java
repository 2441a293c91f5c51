package io.tauspark.search;

import java.io.Serializable;

/**
 * Something that can be found: a document, or a term, with λ on the graph of the memory. Ids are unique. A class, since Kryo does
 * not know records.
 */
final class Indexed implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String id;
    private final double lambda;
    private final Direction direction;

    Indexed(String id, double lambda, Direction direction) {
        this.id = id;
        this.lambda = lambda;
        this.direction = direction;
    }

    String id() {
        return id;
    }

    double lambda() {
        return lambda;
    }

    Direction direction() {
        return direction;
    }
}
