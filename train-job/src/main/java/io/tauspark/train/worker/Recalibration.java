package io.tauspark.train.worker;

import io.tauspark.config.Settings;
import io.tauspark.model.KeyHead;
import io.tauspark.run.RunEvent;
import io.tauspark.train.config.CalibrationConfig;
import io.tauspark.train.config.CalibrationConfig.Strategy;
import io.tauspark.train.state.RunState;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A look at the energies between two steps, and what follows from it. It is a function of the run's state and of τ, so all
 * workers, of any number of them, come to the same.
 *
 * <p>The energies are those of the batch of the last step, under the weights that it led to. The batch of the next step has
 * no part in its own τ.
 */
public final class Recalibration {
    private final CalibrationConfig config;
    private final List<KeyHead> heads;
    private final RunState state;
    private final float[] before;
    private final float[] found;

    /**
     * A look that was taken.
     *
     * @param heads the key heads with λ
     * @param state after the last step
     * @param before τ of these heads at that step
     * @param found the median energies of their keys; the same as before where τ is fixed
     */
    public Recalibration(CalibrationConfig config, List<KeyHead> heads, RunState state, float[] before, float[] found) {
        this.config = config;
        this.heads = heads;
        this.state = state;
        this.before = before;
        this.found = found;
    }

    /** Whether any τ of a model can be recalibrated. */
    public static boolean concerns(List<KeyHead> heads) {
        return heads.stream().anyMatch(KeyHead::calibrated);
    }

    /** Whether what was found is τ of the steps to come. */
    public boolean isTaken() {
        return config.strategy() == Strategy.INTERVAL || (hasDrifted() && !hasWorsened());
    }

    /** The event for the log; nothing if the energies are where they were. */
    public Optional<RunEvent> event() {
        if (isTaken()) {
            return Optional.of(new RunEvent(
                    "recalibration",
                    Map.of(
                            "step", state.step(),
                            "strategy", Settings.spelling(config.strategy()),
                            "drift", drift(),
                            "tau_before", before,
                            "tau_after", found,
                            "layers", heads.stream().map(KeyHead::layer).toList()),
                    ""));
        }
        if (hasDrifted()) {
            String reason = String.format(
                    Locale.ROOT,
                    "the validation loss, %.4f, is worse than the best, %.4f, by more than calibration.tolerance = %s",
                    state.losses().validation(),
                    state.losses().bestValidation(),
                    config.tolerance());
            return Optional.of(new RunEvent(
                    "recalibration_withheld", Map.of("step", state.step(), "drift", drift(), "reason", reason), ""));
        }
        return Optional.empty();
    }

    private boolean hasDrifted() {
        return drift() > config.drift();
    }

    private boolean hasWorsened() {
        Double last = state.losses().validation();
        Double best = state.losses().bestValidation();
        return last != null && best != null && last > best * (1 + config.tolerance());
    }

    /** The median over heads whose τ may move of |ln(median energy / τ)|. */
    private double drift() {
        double[] moves = IntStream.range(0, heads.size())
                .filter(i -> heads.get(i).calibrated())
                .mapToDouble(i -> Math.abs(Math.log((double) found[i] / before[i])))
                .sorted()
                .toArray();
        return (moves[(moves.length - 1) / 2] + moves[moves.length / 2]) / 2;
    }
}
