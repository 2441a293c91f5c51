package io.tauspark.report;

/**
 * One scoring of the validation set.
 *
 * @param loss nats per token
 * @param error standard error of the loss; not a number where it was not recorded
 * @param bitsPerByte the loss in bits per byte of text
 */
record Validation(int step, double loss, double error, double bitsPerByte) {}
