package io.tauspark.train;

/**
 * A text that the model wrote at some step of its training; a line of {@code samples.jsonl}.
 *
 * @param prompt that it was given
 * @param text that it wrote after it
 */
record Sample(int step, String prompt, String text) {}
