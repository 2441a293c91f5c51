package io.tauspark.run;

import io.tauspark.run.TrainingLine.Head;
import io.tauspark.run.TrainingLine.Layer;
import io.tauspark.run.TrainingLine.Quantiles;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Logs of a run that never was, as a training writes them. */
public final class MadeUpRun {
    private static final long TOKENS_PER_STEP = 100;

    public final List<MetricLine> lines = new ArrayList<>();
    public final List<EventLine> events = new ArrayList<>();

    /** A line of training of one layer with one head, whose energies are given at three quantiles. */
    public static TrainingLine head(int step, double temperature, double tau, double e05, double e50, double e95) {
        Quantiles lambda = new Quantiles(e05 / (e05 + tau), e50 / (e50 + tau), e95 / (e95 + tau));
        return training(step, 2.0, List.of(layer(0, null, head("tau", lambda, temperature, tau))));
    }

    /** A head of which only λ, temperature and τ are known. */
    public static Head head(
            String kind, @Nullable Quantiles lambda, @Nullable Double temperature, @Nullable Double tau) {
        return new Head(
                kind,
                lambda,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                temperature,
                tau,
                null,
                null,
                null,
                null);
    }

    /** A layer of which only λ is known. */
    public static Layer layer(int number, @Nullable Quantiles lambda, Head... heads) {
        return new Layer(number, lambda, null, null, null, null, null, null, null, null, null, List.of(heads));
    }

    /** A line of training of which only loss, tokens and layers are known. */
    public static TrainingLine training(int step, @Nullable Double loss, List<Layer> layers) {
        return new TrainingLine(step, loss, null, null, TOKENS_PER_STEP * step, null, null, null, null, layers);
    }

    /** A line of training whose layers have these medians. */
    public void training(int step, @Nullable Double loss, double... medians) {
        List<Layer> layers = new ArrayList<>();
        for (int layer = 0; layer < medians.length; layer++) {
            layers.add(layer(layer, new Quantiles(0.1, medians[layer], 0.9)));
        }
        lines.add(training(step, loss, layers));
    }

    public void validation(int step, double loss) {
        lines.add(ValidationLine.of(step, loss, 0.1, 7, 7));
    }

    public void event(String name, @Nullable Integer step) {
        Map<String, Object> facts = step == null ? Map.of() : Map.of("step", step);
        events.add(EventLine.of(Instant.parse("2026-01-01T00:00:00Z"), new RunEvent(name, facts, "")));
    }

    public RunHistory history() {
        return RunHistory.of(lines, events);
    }
}
