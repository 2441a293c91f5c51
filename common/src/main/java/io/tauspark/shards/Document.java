package io.tauspark.shards;

import java.io.Serializable;

/**
 * One text of a corpus.
 *
 * @param id unique within its corpus
 * @param text never blank
 */
public record Document(String id, String text) implements Serializable {}
