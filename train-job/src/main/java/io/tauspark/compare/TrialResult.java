package io.tauspark.compare;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.tauspark.compare.LearningCurves.Point;
import io.tauspark.compare.halving.Rung;
import io.tauspark.compare.halving.RungScore;
import io.tauspark.inference.Accuracy;
import io.tauspark.inference.QuestionConfig.Task;
import io.tauspark.observe.JsonLines;
import io.tauspark.run.Fields;
import io.tauspark.run.MetricLine;
import io.tauspark.run.PublishedModel;
import io.tauspark.run.RunEnd;
import io.tauspark.run.RunFiles;
import io.tauspark.run.TrainingLine;
import io.tauspark.run.ValidationLine;
import io.tauspark.store.Json;
import io.tauspark.store.Provenance;
import io.tauspark.store.Storage;
import io.tauspark.train.config.TrainConfig;
import io.tauspark.train.worker.SelectedModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The results of a finished run, from its {@code metrics.jsonl} and {@code provenance.json}.
 *
 * @param parameters that were learnt
 * @param tokens learnt from
 * @param bytesPerToken bytes of text to a token in the validation documents
 * @param tokensPerSecond median of the logged intervals; trials at one time share the machine
 * @param trainLoss of the last logged interval, nats per token
 * @param validationLoss of the model that the run left, that of the last step unless {@code publish} says otherwise; nats
 *     per token
 * @param perplexity the same as exp of it
 * @param bitsPerByte the same in bits per byte of text
 * @param leastBitsPerByte of all scorings: far below the last, the training has gone on for too long
 * @param skipped steps that were skipped
 * @param curve scorings of the validation set, in order
 * @param selected the model that one half of the validation documents chose, and its score on the other; null where
 *     nothing is chosen
 * @param accuracies of its answers to questions about the validation documents; none where nothing is asked
 */
public record TrialResult(
        long parameters,
        long tokens,
        double bytesPerToken,
        double tokensPerSecond,
        @Nullable Double trainLoss,
        double validationLoss,
        double perplexity,
        double bitsPerByte,
        double leastBitsPerByte,
        int skipped,
        List<Point> curve,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable SelectedModel selected,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<Task, Accuracy> accuracies) {

    /**
     * A score of some documents.
     *
     * @param loss nats per token
     * @param perplexity the same as exp of it
     * @param bitsPerByte the same in bits per byte of text
     */
    record Score(double loss, double perplexity, double bitsPerByte) {}

    public TrialResult {
        curve = List.copyOf(curve);
        accuracies = Collections.unmodifiableMap(new TreeMap<>(accuracies));
    }

    /** The score that the trial is judged by. */
    Score judged() {
        return selected == null
                ? new Score(validationLoss, perplexity, bitsPerByte)
                : new Score(selected.testLoss(), Math.exp(selected.testLoss()), selected.testBitsPerByte());
    }

    /** The same with the model that was chosen. */
    TrialResult with(SelectedModel chosen) {
        return with(chosen, accuracies);
    }

    /** The same with what came of questions. */
    TrialResult with(Map<Task, Accuracy> answered) {
        return with(selected, answered);
    }

    private TrialResult with(@Nullable SelectedModel chosen, Map<Task, Accuracy> answered) {
        return new TrialResult(
                parameters,
                tokens,
                bytesPerToken,
                tokensPerSecond,
                trainLoss,
                validationLoss,
                perplexity,
                bitsPerByte,
                leastBitsPerByte,
                skipped,
                curve,
                chosen,
                answered);
    }

    /** Reads a finished run. */
    static TrialResult read(Path run, TrainConfig config, Configuration hadoop) throws IOException {
        Double trainLoss = null;
        double loss = Double.NaN;
        List<Double> paces = new ArrayList<>();
        List<Point> curve = new ArrayList<>();
        Path metrics = new Path(run, RunFiles.METRICS);
        for (String text : Storage.readText(metrics, hadoop).lines().toList()) {
            MetricLine line = Json.read(text, MetricLine.class, "a line of '" + metrics + "'");
            if (line instanceof ValidationLine scoring) {
                loss = Fields.number(scoring.loss());
                curve.add(new Point(scoring.step() * config.tokensPerStep(), Fields.number(scoring.bitsPerByte())));
            } else if (line instanceof TrainingLine logged) {
                trainLoss = logged.loss() == null ? trainLoss : logged.loss();
                paces.add(logged.tokensPerSecond() == null ? 0 : logged.tokensPerSecond());
            }
        }
        if (curve.isEmpty()) {
            throw new IOException("'" + metrics + "' holds no scoring of the validation set");
        }
        Path provenance = new Path(run, Provenance.FILE);
        JsonNode worker = Json.tree(Storage.readText(provenance, hadoop), "'" + provenance + "'")
                .path("inputs")
                .path("workers")
                .path(0);
        double bitsPerByte = curve.get(curve.size() - 1).bitsPerByte();
        int steps = config.steps();
        // A run of an earlier version has no end, did all its steps, and left its last model.
        if (worker.hasNonNull("end")) {
            RunEnd end = Json.read(worker.path("end"), RunEnd.class, "the end in '" + provenance + "'");
            steps = end.step();
            if (end.published().rule() != PublishedModel.Rule.LAST) {
                loss = end.published().loss();
                bitsPerByte = loss
                        / Math.log(2)
                        * worker.path("validationTokens").asLong()
                        / worker.path("validationBytes").asLong();
            }
        }
        return new TrialResult(
                worker.path("parameters").asLong(),
                steps * config.tokensPerStep(),
                worker.path("validationBytes").asDouble()
                        / worker.path("validationTokens").asDouble(),
                median(paces),
                trainLoss,
                loss,
                Math.exp(loss),
                bitsPerByte,
                curve.stream().mapToDouble(Point::bitsPerByte).min().orElse(Double.NaN),
                worker.path("skipped").asInt(),
                curve,
                null,
                Map.of());
    }

    /**
     * The score of a run, finished or not, at a rung; nothing if it has not come to it. The first, should an unsound step have
     * sent the training back past it later.
     */
    static Optional<RungScore> at(Path run, Rung rung, Configuration hadoop) throws IOException {
        boolean finished = Storage.of(run, hadoop).exists(run);
        Path metrics = new Path(finished ? run : RunFiles.unfinished(run), RunFiles.METRICS);
        return JsonLines.read(metrics, MetricLine.class, hadoop).stream()
                .filter(line -> line.step() == rung.step() && line instanceof ValidationLine)
                .map(line -> Fields.number(((ValidationLine) line).bitsPerByte()))
                .findFirst()
                .map(bits -> new RungScore(rung.number(), rung.step(), bits));
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2);
    }
}
