package io.tauspark.bench.speed;

import io.tauspark.config.Problems;
import java.util.List;

/**
 * The work that every contender is given in one process.
 *
 * @param context tokens of a window
 * @param windows windows of a step, all in one forward and backward pass
 * @param threads threads of one operation
 * @param warmup steps before the timed ones, in which memory is allocated and code compiled
 * @param steps steps that are timed
 */
record Load(int context, int windows, int threads, int warmup, int steps) {

    Load {
        new Problems()
                .check(context >= 2, "context", context, "must be at least 2 tokens")
                .check(windows >= 1, "windows", windows, "must be at least 1")
                .check(threads >= 1, "threads", threads, "must be at least 1")
                .check(warmup >= 0, "warmup", warmup, "must not be negative")
                .check(steps >= 2, "steps", steps, "must be at least 2, so that the loss can be seen to fall")
                .throwIfAny();
    }

    int tokensPerStep() {
        return Math.multiplyExact(context, windows);
    }

    /** The options that every contender's program takes. */
    List<String> options() {
        return List.of(
                "--tokens=" + context,
                "--windows=" + windows,
                "--threads=" + threads,
                "--warmup=" + warmup,
                "--steps=" + steps);
    }

    /**
     * Loads of several contexts whose steps take equally many tokens: a shorter context gets more windows.
     *
     * @param windows windows of a step at the longest context
     * @throws io.tauspark.config.InvalidInput if a context does not divide the tokens of a step
     */
    static List<Load> ofEqualTokens(List<Integer> contexts, int windows, int threads, int warmup, int steps) {
        int longest = contexts.stream().mapToInt(Integer::intValue).max().orElseThrow();
        int tokens = Math.multiplyExact(longest, windows);
        Problems problems = new Problems();
        for (int context : contexts) {
            problems.check(
                    context >= 1 && tokens % context == 0,
                    "context",
                    context,
                    "must divide the " + tokens + " tokens of a step, " + windows + " windows of the longest context");
        }
        problems.throwIfAny();
        return contexts.stream()
                .map(context -> new Load(context, tokens / context, threads, warmup, steps))
                .toList();
    }
}
