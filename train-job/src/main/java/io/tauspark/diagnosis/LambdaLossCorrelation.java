package io.tauspark.diagnosis;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.tauspark.diagnosis.Correlation.Point;
import io.tauspark.run.RunHistory;
import io.tauspark.run.TrainingLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/**
 * The correlation of validation loss and median λ over a run. Each scoring is paired with the last training line at or
 * before it that tells of λ.
 *
 * <p>λ = E / (E + τ) also moves because τ is recalibrated. Over all scorings such jumps cannot be told from what the
 * model has learnt. So the correlation is taken a second time within the stretches between recalibrations: of the
 * differences of loss and λ from their means over the stretch. A pair whose line and scoring lie on different sides of a
 * recalibration is left out there. Without recalibrations the two are the same.
 *
 * @param all over all scorings; λ is the mean over the layers of their medians
 * @param withoutRecalibrations within stretches of the same τ
 * @param layers the same for each layer
 * @param text in a sentence
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({"all", "without_recalibrations", "layers", "text"})
public record LambdaLossCorrelation(
        Correlation all,

        @JsonProperty(value = "without_recalibrations", required = true)
        Correlation withoutRecalibrations,

        List<OfLayer> layers,
        String text) {
    /** Correlations that differ by less are much the same. */
    private static final double NOTABLE = 0.3;

    public LambdaLossCorrelation {
        Objects.requireNonNull(withoutRecalibrations);
    }

    /** The correlations of one layer. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonPropertyOrder({"layer", "all", "without_recalibrations"})
    public record OfLayer(
            int layer,
            Correlation all,

            @JsonProperty(value = "without_recalibrations", required = true)
            Correlation withoutRecalibrations) {
        public OfLayer {
            Objects.requireNonNull(withoutRecalibrations);
        }
    }

    /** Medians of λ that a scoring met, by layer. */
    private record Scoring(double loss, Map<Integer, Double> medians, int stretch, boolean straddles) {}

    static LambdaLossCorrelation of(RunHistory history) {
        List<Scoring> scorings = scorings(history);
        TreeSet<Integer> numbers = new TreeSet<>();
        scorings.forEach(scoring -> numbers.addAll(scoring.medians().keySet()));
        List<OfLayer> layers = new ArrayList<>();
        for (int layer : numbers) {
            ToDoubleFunction<Scoring> median = scoring -> scoring.medians().getOrDefault(layer, Double.NaN);
            layers.add(new OfLayer(layer, all(scorings, median), within(scorings, median)));
        }
        ToDoubleFunction<Scoring> mean = scoring -> scoring.medians().values().stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(Double.NaN);
        Correlation all = all(scorings, mean);
        Correlation within = within(scorings, mean);
        return new LambdaLossCorrelation(
                all,
                within,
                List.copyOf(layers),
                text(all, within, history.recalibrations().size()));
    }

    private static List<Scoring> scorings(RunHistory history) {
        TreeMap<Integer, Map<Integer, Double>> medians = new TreeMap<>();
        history.training().forEach((step, line) -> {
            Map<Integer, Double> layers = medians(line);
            if (!layers.isEmpty()) {
                medians.put(step, layers);
            }
        });
        List<Scoring> scorings = new ArrayList<>();
        history.validation().forEach((step, line) -> {
            Map.Entry<Integer, Map<Integer, Double>> met = medians.floorEntry(step);
            Double loss = line.loss();
            if (met != null && loss != null) {
                int stretch = history.recalibrationsBefore(step);
                boolean straddles = history.recalibrationsBefore(met.getKey()) != stretch;
                scorings.add(new Scoring(loss, met.getValue(), stretch, straddles));
            }
        });
        return scorings;
    }

    private static Map<Integer, Double> medians(TrainingLine line) {
        Map<Integer, Double> medians = new TreeMap<>();
        for (TrainingLine.Layer layer : line.layers()) {
            TrainingLine.Quantiles lambda = layer.lambda();
            if (lambda != null && lambda.p50() != null) {
                medians.put(layer.number(), lambda.p50());
            }
        }
        return medians;
    }

    private static Correlation all(List<Scoring> scorings, ToDoubleFunction<Scoring> median) {
        return Correlation.overall(points(scorings, median));
    }

    private static Correlation within(List<Scoring> scorings, ToDoubleFunction<Scoring> median) {
        return Correlation.within(
                points(scorings.stream().filter(scoring -> !scoring.straddles()).toList(), median));
    }

    private static List<Point> points(List<Scoring> scorings, ToDoubleFunction<Scoring> median) {
        return scorings.stream()
                .map(scoring -> new Point(scoring.loss(), median.applyAsDouble(scoring), scoring.stretch()))
                .filter(point -> !Double.isNaN(point.y()))
                .toList();
    }

    private static String text(Correlation all, Correlation within, int recalibrations) {
        Double r = all.r();
        if (r == null) {
            return "Too few scorings to say how validation loss and median lambda go together.";
        }
        String first = String.format(
                Locale.ROOT,
                "Validation loss and median lambda have a correlation of %.2f over %d scorings",
                r,
                all.points());
        // Both change with the number of steps, which alone makes two curves go together.
        String limit = "Both change as training goes on, so neither is shown to cause the other.";
        if (recalibrations == 0) {
            return "%s; tau was never recalibrated. %s".formatted(first, limit);
        }
        Double inside = within.r();
        if (inside == null) {
            return String.format(
                    Locale.ROOT,
                    "%s; tau was recalibrated %d times, with too few scorings between to say what part of it that made."
                            + " %s",
                    first,
                    recalibrations,
                    limit);
        }
        String change = Math.abs(r - inside) < NOTABLE
                ? "recalibrating tau does not explain it"
                : "recalibrating tau explains the difference, or what happened at the same time";
        return String.format(
                Locale.ROOT,
                "%s, and of %.2f within the stretches between the %d times that tau was recalibrated (%d scorings): %s."
                        + " %s",
                first,
                inside,
                recalibrations,
                within.points(),
                change,
                limit);
    }
}
