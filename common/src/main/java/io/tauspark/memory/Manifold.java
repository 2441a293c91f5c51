package io.tauspark.memory;

/**
 * The content of one {@code manifold.parquet}.
 *
 * @param name the {@code name_id} of its rows
 * @param laplacian the matrix
 * @param bytes length of the file
 * @param sha256 checksum of the file, in hexadecimal
 */
public record Manifold(String name, Laplacian laplacian, long bytes, String sha256) {}
