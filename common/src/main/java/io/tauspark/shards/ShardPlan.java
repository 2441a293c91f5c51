package io.tauspark.shards;

import java.io.Serializable;

/**
 * The cut of documents into shards that is asked for.
 *
 * @param source of the documents, for messages
 * @param shards number of training parts
 * @param validationFraction expected share of validation documents, in (0, 1)
 * @param validationParts number of validation parts
 * @param seed of the order of the documents
 */
public record ShardPlan(String source, int shards, double validationFraction, int validationParts, long seed)
        implements Serializable {}
