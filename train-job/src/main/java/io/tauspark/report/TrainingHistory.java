package io.tauspark.report;

import io.tauspark.run.Fields;
import io.tauspark.run.MetricLine;
import io.tauspark.run.TrainingLine;
import io.tauspark.run.ValidationLine;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The content of {@code metrics.jsonl}, in bounded memory. */
final class TrainingHistory {
    private static final int BUCKETS = 512;

    final Trace loss = new Trace(BUCKETS);
    final Trace rate = new Trace(BUCKETS);
    final Trace gradientNorm = new Trace(BUCKETS);
    final Trace tokensPerSecond = new Trace(BUCKETS);
    /** Share of the exchange in the time of a step. */
    final Trace exchangeShare = new Trace(BUCKETS);

    final Trace waitShare = new Trace(BUCKETS);
    private final List<Validation> validations = new ArrayList<>();
    private final TreeMap<Integer, LayerHistory> layers = new TreeMap<>();
    private int firstStep = Integer.MAX_VALUE;
    private int lastStep;
    private long tokens;
    private double visibleKeys = Double.NaN;

    /**
     * One scoring of the validation set.
     *
     * @param loss nats per token
     * @param error standard error of the loss; not a number where it was not recorded
     * @param bitsPerByte the loss in bits per byte of text
     */
    record Validation(int step, double loss, double error, double bitsPerByte) {}

    void take(MetricLine line) {
        firstStep = Math.min(firstStep, line.step());
        lastStep = Math.max(lastStep, line.step());
        if (line instanceof ValidationLine scoring) {
            validations.add(new Validation(
                    scoring.step(),
                    Fields.number(scoring.loss()),
                    Fields.number(scoring.error()),
                    Fields.number(scoring.bitsPerByte())));
        } else if (line instanceof TrainingLine logged) {
            training(logged);
        }
    }

    private void training(TrainingLine line) {
        int step = line.step();
        loss.add(step, Fields.number(line.loss()));
        rate.add(step, Fields.number(line.rate()));
        gradientNorm.add(step, Fields.number(line.gradientNorm()));
        double pace = Fields.number(line.tokensPerSecond());
        tokensPerSecond.add(step, pace);
        tokens = line.tokens() == null ? tokens : line.tokens();
        double secondsPerStep = (double) tokens / step / pace;
        exchangeShare.add(step, Fields.number(line.exchangeSeconds()) / secondsPerStep);
        waitShare.add(step, Fields.number(line.waitSeconds()) / secondsPerStep);
        visibleKeys = line.visibleKeys() == null ? visibleKeys : Fields.number(line.visibleKeys());
        for (TrainingLine.Layer layer : line.layers()) {
            layers.computeIfAbsent(layer.number(), LayerHistory::new).take(step, layer);
        }
    }

    boolean isEmpty() {
        return lastStep == 0;
    }

    int firstStep() {
        return firstStep;
    }

    int lastStep() {
        return lastStep;
    }

    /** The tokens that the model had learnt from at the last line. */
    long tokens() {
        return tokens;
    }

    /** Mean number of keys that a query can see; not a number where it was not recorded. */
    double visibleKeys() {
        return visibleKeys;
    }

    List<Validation> validations() {
        return validations;
    }

    List<LayerHistory> layers() {
        return List.copyOf(layers.values());
    }
}
