package io.tauspark.report;

import io.tauspark.run.Fields;
import io.tauspark.run.TrainingLine;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The history of the attention of one layer over a run. */
final class LayerHistory {
    private static final int BUCKETS = 128;

    final int number;
    final Trace p05 = new Trace(BUCKETS);
    final Trace p50 = new Trace(BUCKETS);
    final Trace p95 = new Trace(BUCKETS);
    final Trace saturated = new Trace(BUCKETS);
    final Trace queryGradient = new Trace(BUCKETS);
    final Trace keyGradient = new Trace(BUCKETS);
    private final List<HeadHistory> heads = new ArrayList<>();

    LayerHistory(int number) {
        this.number = number;
    }

    void take(double step, TrainingLine.Layer layer) {
        TrainingLine.Quantiles lambda = layer.lambda();
        p05.add(step, lambda == null ? Double.NaN : Fields.number(lambda.p05()));
        p50.add(step, lambda == null ? Double.NaN : Fields.number(lambda.p50()));
        p95.add(step, lambda == null ? Double.NaN : Fields.number(lambda.p95()));
        saturated.add(step, Fields.number(layer.saturated()));
        queryGradient.add(step, Fields.number(layer.queryGradient()));
        keyGradient.add(step, Fields.number(layer.keyGradient()));
        List<TrainingLine.Head> each = layer.heads();
        for (int k = 0; k < each.size(); k++) {
            if (k == heads.size()) {
                heads.add(new HeadHistory());
            }
            heads.get(k).take(step, each.get(k));
        }
    }

    String name() {
        return "layer " + number;
    }

    /** The name with the kinds of its heads, where these were recorded. */
    String title() {
        String kinds = heads.stream()
                .map(HeadHistory::kind)
                .filter(kind -> !kind.isEmpty())
                .distinct()
                .collect(Collectors.joining(" + "));
        return kinds.isEmpty() ? name() : name() + " · " + kinds;
    }

    List<HeadHistory> heads() {
        return heads;
    }
}
