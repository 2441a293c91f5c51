package io.tauspark.search;

import java.io.Serializable;

/**
 * Something to look for: its vector and its λ, the text that was asked, empty of one that came as a vector, and a remark on how it
 * was understood, empty if there is nothing to say. Ids are unique. A class, since Kryo does not know records.
 */
final class Query implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String id;
    private final String text;
    private final double lambda;
    private final Direction direction;
    private final String remark;

    Query(String id, String text, double lambda, Direction direction, String remark) {
        this.id = id;
        this.text = text;
        this.lambda = lambda;
        this.direction = direction;
        this.remark = remark;
    }

    String id() {
        return id;
    }

    String text() {
        return text;
    }

    double lambda() {
        return lambda;
    }

    Direction direction() {
        return direction;
    }

    String remark() {
        return remark;
    }
}
