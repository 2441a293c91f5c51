package io.tauspark.train.state;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import io.tauspark.config.Excerpt;
import io.tauspark.config.InvalidInput;
import io.tauspark.run.PublishedModel;
import io.tauspark.store.Json;
import io.tauspark.store.Storage;
import io.tauspark.train.config.RateState;
import io.tauspark.train.config.Standstill;
import io.tauspark.train.config.TrainConfig;
import java.io.IOException;
import java.util.Locale;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The state of a run, beside its weights and moments: everything that the next step reads, and everything that the next
 * line of its metrics tells.
 *
 * @param progress steps done, and what was skipped
 * @param seed of the run; with the position it gives the data of every later step
 * @param rate state of the learning rate
 * @param interval the log interval in progress
 * @param losses last and best losses
 * @param lines of metrics sent so far
 * @param scorings what later scorings are held against
 */
public record RunState(
        Progress progress, long seed, RateState rate, Interval interval, Losses losses, long lines, Scorings scorings) {
    private static final int FORMAT = 2;

    public RunState {
        boolean finite = Double.isFinite(interval.lossSum)
                && (losses.train == null || Double.isFinite(losses.train))
                && (losses.validation == null || Double.isFinite(losses.validation))
                && (losses.bestValidation == null || Double.isFinite(losses.bestValidation));
        if (!finite) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "step %d: losses %s, %s, %s and %s must be finite, others are skipped",
                    progress.step,
                    interval.lossSum,
                    losses.train,
                    losses.validation,
                    losses.bestValidation));
        }
    }

    /**
     * The counts of a run.
     *
     * @param step steps done, skipped ones included
     * @param position batches consumed; more than the steps once batches were passed over
     * @param optimizerSteps updates that the optimizer has taken
     * @param skipped steps without an update, in all
     * @param restarts how often the run was sent back to an earlier checkpoint
     */
    public record Progress(int step, long position, long optimizerSteps, int skipped, int restarts) {
        static final Progress START = new Progress(0, 0, 0, 0, 0);

        private Progress taken() {
            return new Progress(step + 1, position + 1, optimizerSteps + 1, skipped, restarts);
        }

        private Progress passedOver() {
            return new Progress(step + 1, position + 1, optimizerSteps, skipped + 1, restarts);
        }

        private Progress skippedByOthers(int skippers) {
            return new Progress(step, position, optimizerSteps, skipped + skippers, restarts);
        }

        private Progress after(Progress later) {
            return new Progress(step, later.position, optimizerSteps, later.skipped, later.restarts + 1);
        }
    }

    /**
     * The log interval in progress.
     *
     * @param lossSum sum of the losses of its steps, nats per token
     * @param steps in this sum
     */
    public record Interval(double lossSum, int steps) {
        static final Interval START = new Interval(0, 0);

        /** The mean loss, nats per token; null without a step. */
        public @Nullable Double meanLoss() {
            return steps == 0 ? null : Double.valueOf(lossSum / steps);
        }

        private Interval plus(double loss) {
            return new Interval(lossSum + loss, steps + 1);
        }
    }

    /**
     * The losses that a run has told, nats per token.
     *
     * @param train last logged; null before the first
     * @param validation last scored; null before the first
     * @param bestValidation of all scorings so far; null before the first
     */
    public record Losses(
            @Nullable Double train,
            @Nullable Double validation,
            @Nullable Double bestValidation) {
        static final Losses NONE = new Losses(null, null, null);

        private Losses logged(@Nullable Double mean) {
            return new Losses(mean == null ? train : mean, validation, bestValidation);
        }

        private Losses scored(double loss) {
            return new Losses(train, loss, bestValidation == null ? loss : Math.min(bestValidation, loss));
        }
    }

    /**
     * The scorings so far, as far as the end of the training and the choice of its model depend on them.
     *
     * @param standstill the watch that may end the training
     * @param best the scoring with the lowest loss, whose model is kept; null where none is
     */
    public record Scorings(Standstill standstill, @Nullable Scoring best) {
        static final Scorings NONE = new Scorings(Standstill.NONE, null);

        private Scorings after(int step, double loss, TrainConfig config) {
            boolean better = best == null || loss < best.loss;
            Scoring kept = config.publish() == PublishedModel.Rule.BEST && better ? new Scoring(step, loss) : best;
            return new Scorings(config.stop().after(standstill, loss), kept);
        }
    }

    /**
     * A scoring of the validation set.
     *
     * @param step steps done by then
     * @param loss nats per token
     */
    public record Scoring(int step, double loss) {}

    /** The state before the first step. */
    public static RunState start(long seed) {
        return new RunState(Progress.START, seed, RateState.START, Interval.START, Losses.NONE, 0, Scorings.NONE);
    }

    /** Steps done, skipped ones included. */
    public int step() {
        return progress.step;
    }

    /** Batches consumed; more than the steps once batches were passed over. */
    public long position() {
        return progress.position;
    }

    /** The state after a step that the optimizer took. */
    public RunState taken(double loss) {
        return new RunState(progress.taken(), seed, rate, interval.plus(loss), losses, lines, scorings);
    }

    /** The state after a step that was skipped. Its loss, which may be no number, counts for nothing. */
    public RunState passedOver() {
        return new RunState(progress.passedOver(), seed, rate, interval, losses, lines, scorings);
    }

    /** The state after a step that some workers took and a number of them skipped, where each takes its own. */
    public RunState takenByOthers(double loss, int skippers) {
        Progress taken = progress.taken().skippedByOthers(skippers);
        return new RunState(taken, seed, rate, interval.plus(loss), losses, lines, scorings);
    }

    /** The state after a line about the interval, which begins again. */
    public RunState logged() {
        return new RunState(
                progress, seed, rate, Interval.START, losses.logged(interval.meanLoss()), lines + 1, scorings);
    }

    /** The state after a line about a scoring of the validation set. */
    public RunState scored(double loss, TrainConfig config) {
        RateState then = config.rate().after(rate, loss);
        Scorings judged = scorings.after(step(), loss, config);
        return new RunState(progress, seed, then, interval, losses.scored(loss), lines + 1, judged);
    }

    /** The step of the best scoring, whose model is kept; nothing where none is. */
    public OptionalInt bestStep() {
        Scoring best = scorings.best;
        return best == null ? OptionalInt.empty() : OptionalInt.of(best.step);
    }

    /** Whether the scoring after the last step is the best so far, whose model is to be kept. */
    public boolean isBest() {
        return bestStep().equals(OptionalInt.of(step()));
    }

    /** Whether the training ends here: all steps are done, or the validation loss stands still. */
    public boolean isOver(TrainConfig config) {
        return step() >= config.steps() || config.stop().isDue(scorings.standstill);
    }

    /** This state of a good checkpoint, gone back to from a later one: past the batches that are used up by then. */
    public RunState after(RunState later) {
        return new RunState(progress.after(later.progress), seed, rate, interval, losses, later.lines, scorings);
    }

    void write(Path file, Configuration hadoop) throws IOException {
        Storage.writeText(file, Json.pretty(this), hadoop);
    }

    /** @throws InvalidInput if it is not of this format */
    static RunState read(Path file, Configuration hadoop) throws IOException {
        String json = Storage.readText(file, hadoop);
        String name = "state of a run '" + file + "'";
        JsonNode format = Json.tree(json, name).path("format");
        if (!format.isInt() || format.intValue() != FORMAT) {
            throw new InvalidInput(name + " has format " + Excerpt.line(format) + ", only " + FORMAT
                    + " is known; use the TauSpark that wrote it");
        }
        return Json.read(json, RunState.class, name);
    }

    /** The keys of the file, which stand side by side in it. */
    private record Fields(
            int format,
            int step,
            long position,
            long seed,
            RateState rate,
            long optimizerSteps,
            int skipped,
            int restarts,
            double lossSum,
            int intervalSteps,
            @Nullable Double trainLoss,
            @Nullable Double validationLoss,
            @Nullable Double bestValidationLoss,
            long lines,

            @JsonProperty(required = false) @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Standstill standstill,

            @JsonProperty(required = false) @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Scoring best) {}

    @JsonValue
    private Fields fields() {
        return new Fields(
                FORMAT,
                progress.step,
                progress.position,
                seed,
                rate,
                progress.optimizerSteps,
                progress.skipped,
                progress.restarts,
                interval.lossSum,
                interval.steps,
                losses.train,
                losses.validation,
                losses.bestValidation,
                lines,
                scorings.standstill.equals(Standstill.NONE) ? null : scorings.standstill,
                scorings.best);
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    private static RunState of(Fields fields) {
        return new RunState(
                new Progress(fields.step, fields.position, fields.optimizerSteps, fields.skipped, fields.restarts),
                fields.seed,
                fields.rate,
                new Interval(fields.lossSum, fields.intervalSteps),
                new Losses(fields.trainLoss, fields.validationLoss, fields.bestValidationLoss),
                fields.lines,
                new Scorings(fields.standstill == null ? Standstill.NONE : fields.standstill, fields.best));
    }
}
