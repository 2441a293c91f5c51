package io.tauspark.release;

import java.time.Instant;

/**
 * One change of {@code CURRENT}.
 *
 * @param when it was made
 * @param release the release that was promoted
 * @param why for people
 */
public record Promotion(Instant when, String release, String why) {}
