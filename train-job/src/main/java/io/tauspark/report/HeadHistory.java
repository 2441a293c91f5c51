package io.tauspark.report;

import io.tauspark.run.Fields;
import io.tauspark.run.TrainingLine;

/** The history of one head of attention over a run. */
final class HeadHistory {
    private static final int BUCKETS = 128;

    final Trace temperature = new Trace(BUCKETS);
    final Trace tau = new Trace(BUCKETS);
    final Trace medianEnergy = new Trace(BUCKETS);
    private String kind = "";
    private double effectiveKeys = Double.NaN;
    private double entropy = Double.NaN;

    void take(double step, TrainingLine.Head head) {
        temperature.add(step, Fields.number(head.temperature()));
        tau.add(step, Fields.number(head.tau()));
        medianEnergy.add(step, Fields.number(head.medianEnergy()));
        kind = head.kind() == null ? kind : head.kind();
        effectiveKeys = Fields.number(head.effectiveKeys());
        entropy = Fields.number(head.entropy());
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
