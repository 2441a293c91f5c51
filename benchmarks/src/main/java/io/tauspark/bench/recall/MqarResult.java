package io.tauspark.bench.recall;

import com.fasterxml.jackson.databind.JsonNode;
import io.tauspark.bench.recall.RecallResult.DistanceClass;
import io.tauspark.bench.recall.RecallResult.Point;
import java.util.List;
import java.util.Locale;

/**
 * The recall of a variant after its training at one rate.
 *
 * @param form of the sequences
 * @param variant its name
 * @param seed of parameters and sequences
 * @param rate peak of its learning rate
 * @param settings that the result depends on
 * @param parameters that were learnt
 * @param past bytes that generation keeps of a window, see {@link io.tauspark.model.CacheSize}
 * @param tokens learnt from
 * @param tokensPerSecond of training alone, on its one thread
 * @param papers success by size of sequences
 * @param classes success by distance in all sizes together, the nearest first
 * @param curve success in the examinations, by tokens learnt from
 */
record MqarResult(
        MqarForm form,
        String variant,
        long seed,
        double rate,
        JsonNode settings,
        long parameters,
        long past,
        long tokens,
        double tokensPerSecond,
        List<Marks> papers,
        List<DistanceClass> classes,
        List<Point> curve)
        implements TrialResult {

    /**
     * Questions of one size of sequences.
     *
     * @param tokens of a sequence
     * @param pairs of a sequence
     * @param asked questions
     * @param answered questions whose likeliest answer was right
     */
    record Marks(int tokens, int pairs, long asked, long answered) {}

    MqarResult {
        papers = List.copyOf(papers);
        classes = List.copyOf(classes);
        curve = List.copyOf(curve);
    }

    @Override
    public String name() {
        return name(form, variant, seed, rate);
    }

    static String name(MqarForm form, String variant, long seed, double rate) {
        return String.format(Locale.ROOT, "mqar %s %s seed %d rate %.1e", form.title(), variant, seed, rate);
    }

    /** Success in the last examination, by which rates are compared; 0 if there was none. */
    double chosenBy() {
        return curve.isEmpty() ? 0 : curve.get(curve.size() - 1).success();
    }
}
