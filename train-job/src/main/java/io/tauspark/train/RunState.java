package io.tauspark.train;

import com.fasterxml.jackson.databind.JsonNode;
import io.tauspark.config.InvalidInput;
import io.tauspark.store.Json;
import io.tauspark.store.OneLine;
import io.tauspark.store.Storage;
import java.io.IOException;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a run stands, beside its weights and moments: everything that the next step reads, and everything that the next
 * line of its metrics tells.
 *
 * @param format version of this record, {@link #FORMAT}
 * @param step steps done, skipped ones included
 * @param position batches consumed; more than the steps once batches were passed over
 * @param seed of the run; with the position it gives the data of every later step
 * @param rate state of the learning rate
 * @param optimizerSteps updates that the optimizer has taken
 * @param skipped steps without an update, in all
 * @param restarts how often the run was sent back to an earlier checkpoint
 * @param lossSum sum of the losses of the log interval in progress, nats per token
 * @param intervalSteps steps in this sum
 * @param trainLoss last logged, nats per token; null before the first
 * @param validationLoss last scored, nats per token; null before the first
 * @param bestValidationLoss of all scorings so far, nats per token; null before the first
 * @param lines of metrics sent so far
 */
record RunState(
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
        long lines) {
    static final int FORMAT = 2;

    RunState {
        boolean finite = Double.isFinite(lossSum)
                && (trainLoss == null || Double.isFinite(trainLoss))
                && (validationLoss == null || Double.isFinite(validationLoss))
                && (bestValidationLoss == null || Double.isFinite(bestValidationLoss));
        if (!finite) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "step %d: losses %s, %s, %s and %s must be finite, others are skipped",
                    step,
                    lossSum,
                    trainLoss,
                    validationLoss,
                    bestValidationLoss));
        }
    }

    /** Before the first step. */
    static RunState start(long seed) {
        return new RunState(FORMAT, 0, 0, seed, RateState.START, 0, 0, 0, 0, 0, null, null, null, 0);
    }

    /** After a step that the optimizer took. */
    RunState taken(double loss) {
        return new RunState(
                format,
                step + 1,
                position + 1,
                seed,
                rate,
                optimizerSteps + 1,
                skipped,
                restarts,
                lossSum + loss,
                intervalSteps + 1,
                trainLoss,
                validationLoss,
                bestValidationLoss,
                lines);
    }

    /** After a step that was skipped. Its loss, which may be no number, counts for nothing. */
    RunState passedOver() {
        return new RunState(
                format,
                step + 1,
                position + 1,
                seed,
                rate,
                optimizerSteps,
                skipped + 1,
                restarts,
                lossSum,
                intervalSteps,
                trainLoss,
                validationLoss,
                bestValidationLoss,
                lines);
    }

    /** After a step that some workers took and a number of them skipped, where each takes its own. */
    RunState takenByOthers(double loss, int skippers) {
        RunState after = taken(loss);
        return new RunState(
                format,
                after.step,
                after.position,
                seed,
                rate,
                after.optimizerSteps,
                skipped + skippers,
                restarts,
                after.lossSum,
                after.intervalSteps,
                trainLoss,
                validationLoss,
                bestValidationLoss,
                lines);
    }

    /** After a line about the interval, which begins anew. */
    RunState logged() {
        Double mean = intervalSteps == 0 ? trainLoss : Double.valueOf(lossSum / intervalSteps);
        return new RunState(
                format,
                step,
                position,
                seed,
                rate,
                optimizerSteps,
                skipped,
                restarts,
                0,
                0,
                mean,
                validationLoss,
                bestValidationLoss,
                lines + 1);
    }

    /** After a line about a scoring of the validation set. */
    RunState scored(double loss, RateState then) {
        return new RunState(
                format,
                step,
                position,
                seed,
                then,
                optimizerSteps,
                skipped,
                restarts,
                lossSum,
                intervalSteps,
                trainLoss,
                loss,
                bestValidationLoss == null ? loss : Math.min(bestValidationLoss, loss),
                lines + 1);
    }

    /** This state of a good checkpoint, gone back to from a later one: past the batches that have been used up by then. */
    RunState after(RunState later) {
        return new RunState(
                format,
                step,
                later.position,
                seed,
                rate,
                optimizerSteps,
                later.skipped,
                later.restarts + 1,
                lossSum,
                intervalSteps,
                trainLoss,
                validationLoss,
                bestValidationLoss,
                later.lines);
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
            throw new InvalidInput(name + " has format " + OneLine.of(format) + ", only " + FORMAT
                    + " is known; use the TauSpark that wrote it");
        }
        return Json.read(json, RunState.class, name);
    }
}
