package io.tauspark.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.tauspark.run.Fields;

/** The history of one head of attention over a run. */
final class HeadHistory {
    private static final int BUCKETS = 128;

    final Trace temperature = new Trace(BUCKETS);
    final Trace tau = new Trace(BUCKETS);
    final Trace medianEnergy = new Trace(BUCKETS);
    private String kind = "";
    private double effectiveKeys = Double.NaN;
    private double entropy = Double.NaN;

    void take(double step, JsonNode head) {
        temperature.add(step, Fields.number(head.path("temperature")));
        tau.add(step, Fields.number(head.path("tau")));
        medianEnergy.add(step, Fields.number(head.path("median_energy")));
        kind = head.path("kind").asText(kind);
        effectiveKeys = Fields.number(head.path("effective_keys"));
        entropy = Fields.number(head.path("entropy"));
    }

    /** Kind of attention; empty where it was not recorded. */
    String kind() {
        return kind;
    }

    /** The effective keys in the last interval that was logged. */
    double effectiveKeys() {
        return effectiveKeys;
    }

    /** The entropy in the last interval that was logged, nats. */
    double entropy() {
        return entropy;
    }
}
