package io.tauspark.laplacian.report;

import io.tauspark.memory.Drift;

/**
 * A comparison with an earlier release.
 *
 * @param release the earlier one
 */
public record DriftAgainst(String release, Drift drift) {}
