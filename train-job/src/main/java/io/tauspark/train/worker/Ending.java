package io.tauspark.train.worker;

import io.tauspark.run.PublishedModel;
import io.tauspark.run.PublishedModel.Rule;
import io.tauspark.run.RunEnd;
import io.tauspark.run.RunEvent;
import io.tauspark.train.config.TrainConfig;
import io.tauspark.train.state.RunState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * The end of a training as its state tells it, in both modes: a function of numbers that all workers share, so that any
 * number of them, and a run that was resumed, end alike.
 *
 * @param state after the last step
 */
public record Ending(TrainConfig config, RunState state) {

    /** Whether it comes before all steps are done. */
    public boolean isEarly() {
        return state.step() < config.steps() && state.isOver(config);
    }

    /** The event of an early end. */
    public RunEvent event() {
        double best = Objects.requireNonNull(state.scorings().standstill().best());
        return new RunEvent(
                "stopped",
                Map.of("step", state.step(), "patience", config.stop().patience(), "best", best),
                String.format(
                        Locale.ROOT,
                        "train  ends after step %d of %d: in %d scorings the validation loss has not fallen below %.4f by"
                                + " stop.threshold = %s of it",
                        state.step(),
                        config.steps(),
                        config.stop().patience(),
                        best,
                        config.stop().threshold()));
    }

    /** The end with the model of one step, by the rule of the settings: the last, or the best. */
    public RunEnd single() {
        RunState.Scoring best = state.scorings().best();
        return config.publish() == Rule.BEST && best != null
                ? with(PublishedModel.of(Rule.BEST, best.step(), best.loss()))
                : with(PublishedModel.of(Rule.LAST, state.step(), loss()));
    }

    /**
     * The end with the mean of several models.
     *
     * @param steps of the models before the last
     * @param loss of the mean, nats per token
     */
    public RunEnd mean(List<Integer> steps, double loss) {
        List<Integer> all = new ArrayList<>(steps);
        all.add(state.step());
        return with(new PublishedModel(Rule.AVERAGE, state.step(), loss, all));
    }

    /** The reason to give up where a scoring, after the step that the state is at, has no number for a result. */
    public String diverged(double loss) {
        OptionalInt best = state.bestStep();
        return String.format(
                Locale.ROOT,
                "the validation loss is %s at step %d: lower rate.peak or optimizer.clip%s",
                loss,
                state.step(),
                best.isEmpty()
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                "; the best model so far, of step %d, is kept in the run's directory best",
                                best.getAsInt()));
    }

    private RunEnd with(PublishedModel published) {
        return new RunEnd(state.step(), isEarly() ? RunEnd.Reason.PATIENCE : RunEnd.Reason.STEPS, loss(), published);
    }

    private double loss() {
        Double loss = state.losses().validation();
        return loss == null ? Double.NaN : loss;
    }
}
