package io.tauspark.bench.recall;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * The recall of a variant after its training.
 *
 * @param task what was asked
 * @param variant its name
 * @param seed of parameters and sequences
 * @param settings that the result depends on
 * @param parameters that were learnt
 * @param past bytes that generation keeps of a sequence of the task, see {@link io.tauspark.model.CacheSize}; 0 in results of
 *     earlier versions
 * @param tokens learnt from
 * @param tokensPerSecond of training alone, on its one thread
 * @param classes success by distance, the nearest first
 * @param curve success in all classes together over the course of training
 */
record RecallResult(
        RecallTask task,
        String variant,
        long seed,
        JsonNode settings,
        long parameters,
        long past,
        long tokens,
        double tokensPerSecond,
        List<DistanceClass> classes,
        List<Point> curve)
        implements TrialResult {

    /**
     * Questions of one class of distances.
     *
     * @param from smallest distance
     * @param to largest distance
     * @param asked questions
     * @param answered questions whose likeliest answer was right
     */
    record DistanceClass(int from, int to, long asked, long answered) {}

    /**
     * One examination.
     *
     * @param tokens learnt from by then
     * @param success share of all questions
     */
    record Point(long tokens, double success) {}

    RecallResult {
        classes = List.copyOf(classes);
        curve = List.copyOf(curve);
    }

    @Override
    public String name() {
        return task.title() + " " + variant + " seed " + seed;
    }
}
