package io.tauspark.report;

import java.util.List;

/**
 * What the promotion gate said.
 *
 * @param promoted whether the release was promoted
 * @param failed limits it broke, in words; empty if none
 */
public record GateVerdict(boolean promoted, List<String> failed) {
    public GateVerdict {
        failed = List.copyOf(failed);
    }
}
