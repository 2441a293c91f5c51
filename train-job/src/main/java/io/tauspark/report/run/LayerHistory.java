package io.tauspark.report.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What the attention of one layer did over a run. */
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

    void take(double step, JsonNode layer) {
        JsonNode lambda = layer.path("lambda");
        p05.add(step, Fields.number(lambda.path("p05")));
        p50.add(step, Fields.number(lambda.path("p50")));
        p95.add(step, Fields.number(lambda.path("p95")));
        saturated.add(step, Fields.number(layer.path("saturated")));
        queryGradient.add(step, Fields.number(layer.path("grad_norm_q")));
        keyGradient.add(step, Fields.number(layer.path("grad_norm_k")));
        JsonNode each = layer.path("heads");
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

    /** With the kinds of its heads, where these were recorded. */
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
