package io.tauspark.model;

import io.tauspark.config.Problems;
import io.tauspark.config.Settings;
import java.io.Serializable;

/**
 * Query heads of a layer, if all of it is of one kind. A scalar score wants many narrow heads, a dot product few wide ones.
 *
 * @param tau heads of tau attention
 * @param grid heads of grid attention
 * @param dot heads of dot-product attention, over the whole past or the last tokens
 * @param mean heads of the mean, which differ only in their key weights
 * @param reference heads of the original tau attention
 */
public record HeadCounts(int tau, int grid, int dot, int mean, int reference) implements Serializable {

    public HeadCounts {
        new Problems()
                .check(tau >= 1, "model.heads.tau", tau, "must be at least 1")
                .check(grid >= 1, "model.heads.grid", grid, "must be at least 1")
                .check(dot >= 1, "model.heads.dot", dot, "must be at least 1")
                .check(mean >= 1, "model.heads.mean", mean, "must be at least 1")
                .check(reference >= 1, "model.heads.reference", reference, "must be at least 1")
                .throwIfAny();
    }

    /** The name of the setting that holds for a kind. */
    static String key(AttentionKind kind) {
        return "model.heads." + Settings.spelling(kind == AttentionKind.LOCAL ? AttentionKind.DOT : kind);
    }

    int of(AttentionKind kind) {
        return switch (kind) {
            case TAU -> tau;
            case GRID -> grid;
            case DOT, LOCAL -> dot;
            case MEAN -> mean;
            case REFERENCE -> reference;
        };
    }
}
