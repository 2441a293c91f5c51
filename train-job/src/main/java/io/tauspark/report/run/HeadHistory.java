package io.tauspark.report.run;

import com.fasterxml.jackson.databind.JsonNode;

/** What one head of attention did over a run. */
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

    /** In the last interval that was logged. */
    double effectiveKeys() {
        return effectiveKeys;
    }

    /** In the last interval that was logged, nats. */
    double entropy() {
        return entropy;
    }
}
