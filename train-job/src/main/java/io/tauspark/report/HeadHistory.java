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
    private double matched = Double.NaN;
    private double lookback = Double.NaN;
    private int delay;

    void take(double step, TrainingLine.Head head) {
        temperature.add(step, Fields.number(head.temperature()));
        tau.add(step, Fields.number(head.tau()));
        medianEnergy.add(step, Fields.number(head.medianEnergy()));
        kind = head.kind() == null ? kind : head.kind();
        effectiveKeys = Fields.number(head.effectiveKeys());
        entropy = Fields.number(head.entropy());
        matched = Fields.number(head.matched());
        lookback = Fields.number(head.lookback());
        delay = head.delay() == null ? delay : head.delay();
    }

    /** Kind of attention; empty where it was not recorded. */
    String kind() {
        return kind;
    }

    /** The effective keys in the last interval that was logged. */
    double effectiveKeys() {
        return effectiveKeys;
    }

    /** The share of the attention on keys that match, in the last interval that was logged; NaN for a kind without λ. */
    double matched() {
        return matched;
    }

    /** The distance that half of the attention lies within, tokens, in the last interval that was logged. */
    double lookback() {
        return lookback;
    }

    /** Tokens by which its keys lag behind their values. */
    int delay() {
        return delay;
    }

    /** The entropy in the last interval that was logged, nats. */
    double entropy() {
        return entropy;
    }
}
