package io.tauspark.train.worker;

import io.tauspark.train.config.GuardConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** Decides from what all workers know whether a step may be taken, so that all decide alike. */
public final class Guard {
    private final GuardConfig config;
    private int streak;

    public Guard(GuardConfig config) {
        this(config, 0);
    }

    /** Resumes after a number of objections in a row. */
    public Guard(GuardConfig config, int streak) {
        this.config = config;
        this.streak = streak;
    }

    /**
     * The objection to taking a step; empty if there is none. Counts the objections in a row.
     *
     * @param losses of every micro-batch of all workers
     * @param norm of the mean gradient
     */
    public Optional<String> objection(double[] losses, double norm) {
        List<Integer> broken = IntStream.range(0, losses.length)
                .filter(i -> !Double.isFinite(losses[i]))
                .boxed()
                .toList();
        List<String> reasons = new ArrayList<>();
        if (!broken.isEmpty()) {
            reasons.add("the loss of micro-batches %s is not finite".formatted(broken));
        }
        // Not a number is not at most the limit either.
        if (!(norm <= config.norm())) {
            reasons.add(String.format(
                    Locale.ROOT, "the norm of the gradient is %.4g, guard.norm = %.4g", norm, config.norm()));
        }
        streak = reasons.isEmpty() ? 0 : streak + 1;
        return reasons.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", reasons));
    }

    /** Whether the last steps were all skipped; such a state is not worth a checkpoint. */
    public boolean isInTrouble() {
        return streak > 0;
    }

    /** Whether so many steps in a row were skipped that the training must go back. */
    public boolean isLost() {
        return streak >= config.skips();
    }

    /** The number of steps skipped in a row, up to now. */
    public int streak() {
        return streak;
    }

    /** Begins to count again. */
    public void reset() {
        streak = 0;
    }
}
