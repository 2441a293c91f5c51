package io.tauspark.report;

import io.tauspark.page.Blocks;
import io.tauspark.page.NumberText;
import io.tauspark.page.Page;
import io.tauspark.page.Tone;
import io.tauspark.report.TrainingHistory.Validation;
import io.tauspark.run.EventLine;
import io.tauspark.run.Fields;
import io.tauspark.run.PublishedModel;
import io.tauspark.run.RunEnd;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The answer to what a reader asks first: whether it is finished, how good it is, and what went wrong. */
final class OutcomeSection {
    private static final int DECIMALS = 3;
    private static final double BITS_PER_NAT = 1 / Math.log(2);

    private final Run run;

    private OutcomeSection(Run run) {
        this.run = run;
    }

    static void add(Page page, Run run) {
        new OutcomeSection(run).add(page);
    }

    private void add(Page page) {
        List<String> faults = RunFaults.of(run);
        List<String> reasons = new ArrayList<>(faults);
        reasons.addAll(RunFaults.remarks(run));
        if (run.isFinished()) {
            if (faults.isEmpty()) {
                reasons.add(0, "No step was skipped, no worker was lost, nothing was restarted.");
            }
            RunEnd end = run.end();
            if (end != null) {
                reasons.add(0, "The published model is %s.".formatted(end.model()));
            }
            page.add(Blocks.message(
                    faults.isEmpty() && !isUseless() ? Tone.GOOD : Tone.WARNING, finished(end) + quality(), reasons));
        } else {
            String reached =
                    "at step %s%s".formatted(NumberText.of(run.history().lastStep()), ofSteps());
            page.add(
                    run.hasFailed()
                            ? Blocks.message(Tone.BAD, "Failed %s. %s".formatted(reached, quality()), reasons)
                            : Blocks.message(
                                    Tone.WARNING, "Not finished: %s. %s".formatted(reached, quality()), reasons));
        }
        page.add(Blocks.tiles(results()), Blocks.tiles(effort()));
    }

    private String finished(@Nullable RunEnd end) {
        return end != null && end.isEarly()
                ? "Finished early, after step %s%s, because the validation loss stood still. "
                        .formatted(NumberText.of(end.step()), ofSteps())
                : "Finished. ";
    }

    private String ofSteps() {
        double steps = run.settings().number("steps");
        return Double.isNaN(steps) ? "" : " of " + NumberText.of((long) steps);
    }

    private String quality() {
        double loss = validationLoss();
        if (Double.isNaN(loss)) {
            return "The validation set has not been scored.";
        }
        String text = "Validation loss %s nats per token".formatted(NumberText.fixed(loss, DECIMALS));
        double unigram = unigramLoss();
        if (Double.isNaN(unigram)) {
            return text + ".";
        }
        return isUseless()
                ? text
                        + ", no better than the frequency of tokens alone (%s)."
                                .formatted(NumberText.fixed(unigram, DECIMALS))
                : text
                        + ", %s below what the frequency of tokens alone gives."
                                .formatted(NumberText.fixed(unigram - loss, DECIMALS));
    }

    private boolean isUseless() {
        return validationLoss() >= unigramLoss();
    }

    private double validationLoss() {
        Validation judged = judged();
        return judged == null ? Double.NaN : judged.loss();
    }

    /** The score of the published model; of a run that is not finished, the last one. */
    private @Nullable Validation judged() {
        List<Validation> all = run.history().validations();
        RunEnd end = run.end();
        if (end != null && end.published().rule() == PublishedModel.Rule.AVERAGE) {
            double loss = end.published().loss();
            return new Validation(end.step(), loss, Double.NaN, bitsPerByte(loss));
        }
        int until = end == null ? Integer.MAX_VALUE : end.published().step();
        Validation judged = null;
        for (Validation each : all) {
            judged = each.step() <= until ? each : judged;
        }
        return judged;
    }

    private double bitsPerByte(double loss) {
        double tokens = Fields.number(run.provenance(), "/inputs/workers/0/validationTokens");
        double bytes = Fields.number(run.provenance(), "/inputs/workers/0/validationBytes");
        return loss * BITS_PER_NAT * tokens / bytes;
    }

    private double unigramLoss() {
        return Fields.number(run.provenance(), "/inputs/workers/0/unigramLoss");
    }

    private Map<String, String> results() {
        Map<String, String> tiles = new LinkedHashMap<>();
        Validation judged = judged();
        if (judged != null) {
            String error = Double.isFinite(judged.error()) ? " ± " + NumberText.fixed(judged.error(), DECIMALS) : "";
            tiles.put("validation loss, nats per token", NumberText.fixed(judged.loss(), DECIMALS) + error);
            tiles.put("perplexity", NumberText.fixed(Math.exp(judged.loss()), 2));
            if (Double.isFinite(judged.bitsPerByte())) {
                tiles.put("bits per byte", NumberText.fixed(judged.bitsPerByte(), DECIMALS));
            }
        }
        double unigram = unigramLoss();
        if (Double.isFinite(unigram)) {
            tiles.put(
                    "unigram baseline, nats · bits per byte",
                    NumberText.fixed(unigram, DECIMALS) + " · " + NumberText.fixed(bitsPerByte(unigram), DECIMALS));
        }
        return tiles;
    }

    private Map<String, String> effort() {
        Map<String, String> tiles = new LinkedHashMap<>();
        put(tiles, "parameters", Fields.number(run.provenance(), "/inputs/workers/0/parameters"));
        tiles.put("training tokens", NumberText.of(run.history().tokens()));
        tiles.put("steps", NumberText.of(run.history().lastStep()));
        put(tiles, "workers", workers());
        double seconds = TrainingClock.of(run).seconds();
        if (seconds > 0) {
            tiles.put("training time", NumberText.seconds(seconds));
        }
        return tiles;
    }

    private double workers() {
        EventLine standing = run.standing();
        List<EventLine> starts = run.events("start", "resume");
        return standing != null && !starts.isEmpty()
                ? starts.get(starts.size() - 1).number("workers")
                : run.settings().number("workers");
    }

    private static void put(Map<String, String> tiles, String name, double count) {
        if (Double.isFinite(count)) {
            tiles.put(name, NumberText.of((long) count));
        }
    }
}
