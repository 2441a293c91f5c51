package io.tauspark.shards;

import java.io.Serializable;

/**
 * One file of shards.
 *
 * @param path below the directory of the shards
 * @param split which side its documents belong to
 * @param documents number of lines
 * @param bytes length of the file
 * @param sha256 of the file, in hexadecimal
 */
public record ShardPart(String path, Split split, long documents, long bytes, String sha256) implements Serializable {}
