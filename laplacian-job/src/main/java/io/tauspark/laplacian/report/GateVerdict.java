package io.tauspark.laplacian.report;

import java.util.List;

/**
 * The verdict of the promotion gate.
 *
 * @param promoted whether the release was promoted
 * @param failed limits it broke, in words; empty if none
 */
public record GateVerdict(boolean promoted, List<String> failed) {
    public GateVerdict {
        failed = List.copyOf(failed);
    }
}
