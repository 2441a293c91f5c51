package io.tauspark.model;

import java.io.Serializable;

/**
 * Ways by which tokens themselves reach the layers, beside the residual stream that changes from layer to layer.
 *
 * <p>Source: both are elements of modded-nanogpt and nanochat, where their gains were measured.
 *
 * @param stream whether every layer begins with a·x + b·x₀, of the residual stream x and the embedding x₀, with two learned
 *     numbers a = 1 and b = 0 at the start
 * @param values whether in every other layer, the last one among them, each token adds values of its own to those that are
 *     made of the stream, times a gate that the stream sets
 */
public record ShortcutConfig(boolean stream, boolean values) implements Serializable {
    /** None: models saved before there was a choice. */
    public static final ShortcutConfig NONE = new ShortcutConfig(false, false);
}
