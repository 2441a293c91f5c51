package io.tauspark.diagnosis;

import io.tauspark.run.MetricLine;
import io.tauspark.run.TrainingLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells a head that learns from one that collapses, line by line.
 *
 * <p><b>Collapse</b>: over {@link #LINES} lines in a row the spread of a head's λ, p95 − p05, is below {@link
 * #NARROW_SHARE} of the widest that it has had, and below the head's temperature. The first says that it has shrunk; the
 * second that the shrinking matters, since two tokens that are a spread apart then differ by less than one in the
 * logarithm of their weights. An episode ends when the spread is {@link #HEALTHY_SHARE} of the widest again.
 *
 * <p><b>Falling medians</b>: over {@link #LINES} lines in a row the median is below {@link #FALLEN_SHARE} of the highest
 * that it has had, while the spread is at least {@link #HEALTHY_SHARE} of the widest. That is told once a head.
 *
 * <p>A recalibration moves λ without a change of the model. So earlier lines are always seen as they would be at the τ of
 * now: λ = E / (E + τ) rises with E, quantiles of E follow from those of λ, and those of λ at any other τ from these. If
 * energies stay and τ jumps, all that is compared stays in proportion.
 */
public final class CollapseAlarm {
    /** A single odd batch is no trend. */
    static final int LINES = 3;

    /** Well below what a change of batch or a moving median does to the spread. */
    static final double NARROW_SHARE = 0.25;

    static final double HEALTHY_SHARE = 0.5;

    /** From one half, where calibration puts the median, to 0.375: the energy has lost 40 %. */
    static final double FALLEN_SHARE = 0.75;

    private final Map<List<Integer>, HeadTrend> trends = new HashMap<>();

    /**
     * Takes in the next line of {@code metrics.jsonl}; a scoring raises nothing.
     *
     * @return what it raises, in the order of layers and heads
     */
    public List<Alarm> next(MetricLine line) {
        return line instanceof TrainingLine logged ? next(logged) : List.of();
    }

    private List<Alarm> next(TrainingLine line) {
        List<Alarm> alarms = new ArrayList<>();
        for (HeadLambda head : HeadLambda.of(line)) {
            HeadTrend trend = trends.computeIfAbsent(List.of(head.layer(), head.head()), key -> new HeadTrend(head));
            alarms.addAll(trend.next(line.step(), head));
        }
        return alarms;
    }
}
