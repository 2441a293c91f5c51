package io.tauspark.output;

/**
 * Something that a command reads, as it was given.
 *
 * @param setting the setting's name
 * @param path a file, a directory or a glob; empty if the setting is not used
 */
public record InputPath(String setting, String path) {}
