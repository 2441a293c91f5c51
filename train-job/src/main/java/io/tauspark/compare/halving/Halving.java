package io.tauspark.compare.halving;

import io.tauspark.config.Problems;
import io.tauspark.train.config.TrainConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The settings of successive halving, and its rule. All trials are trained to the first of some rungs, the better part of
 * them to the next, and so on; those that pass the last rung are trained to the end. With factor f, R rungs and N steps,
 * rung r lies at N / f^(R + 1 − r) or the next scoring after it, and of n that stand on a rung n / f go on, rounded up.
 *
 * <p>Source: Jamieson and Talwalkar, Non-stochastic Best Arm Identification and Hyperparameter Optimization, 2016.
 *
 * @param rungs number of them; 0 for none, all trials are trained to the end
 * @param factor between the steps of two rungs, and of those that stand on one to those that go on
 */
public record Halving(int rungs, int factor) {
    /** With two as the factor, the first of so many is at one step of a million. */
    private static final int MOST_RUNGS = 20;

    public Halving {
        new Problems()
                .check(rungs >= 0 && rungs <= MOST_RUNGS, "rungs", rungs, "must lie between 0 and " + MOST_RUNGS)
                .check(factor >= 2, "factor", factor, "must be at least 2")
                .throwIfAny();
    }

    /** The rungs of a training, the lowest first. */
    public List<Rung> rungs(TrainConfig train) {
        List<Rung> all = new ArrayList<>();
        for (int number = 1; number <= rungs; number++) {
            int step = (int) Math.ceil(train.steps() / Math.pow(factor, rungs + 1.0 - number));
            all.add(new Rung(number, train.scoringFrom(step)));
        }
        return List.copyOf(all);
    }

    /** Whether each rung of a training is a step of its own, before the last one. */
    public boolean fits(TrainConfig train) {
        List<Integer> steps =
                new ArrayList<>(rungs(train).stream().map(Rung::step).toList());
        steps.add(train.steps());
        return steps.stream().distinct().count() == steps.size();
    }

    /** The number of those that go on, of so many that stand on a rung. */
    public int places(int standing) {
        return (standing + factor - 1) / factor;
    }

    /**
     * Those that go on.
     *
     * @param scores of all that stand on a rung, the lower the better, in the order in which they were asked for; not a
     *     number for one that failed, which does not go on and leaves its place empty
     * @return their names in this order; of equals the first
     */
    public Set<String> best(Map<String, Double> scores) {
        Set<String> best = scores.entrySet().stream()
                .filter(each -> !each.getValue().isNaN())
                .sorted(Comparator.comparingDouble(Map.Entry::getValue))
                .limit(places(scores.size()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        Set<String> ordered = new LinkedHashSet<>(scores.keySet());
        ordered.retainAll(best);
        return ordered;
    }

    /** The steps of so many trainings with these rungs together, if none fails. */
    public long steps(int trainings, TrainConfig train) {
        long all = 0;
        int standing = trainings;
        int from = 0;
        for (Rung rung : rungs(train)) {
            all += (long) standing * (rung.step() - from);
            standing = places(standing);
            from = rung.step();
        }
        return all + (long) standing * (train.steps() - from);
    }
}
