package io.tauspark.bench.quality;

import com.fasterxml.jackson.databind.JsonNode;
import io.tauspark.corpus.ShardManifest;
import io.tauspark.memory.DomainMemory;
import io.tauspark.memory.KronReduction;
import io.tauspark.model.ModelConfig;
import io.tauspark.observe.page.NumberText;
import io.tauspark.store.Json;
import io.tauspark.store.Sha256;
import io.tauspark.store.Storage;
import io.tauspark.train.TrainConfig;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** One comparison from its inputs to its report. */
final class QualityRun {
    private final QualityConfig config;
    private final Configuration hadoop;
    private final DomainMemory memory;
    private final TrialText text;
    private final String shards;

    private QualityRun(QualityConfig config, Configuration hadoop) throws IOException {
        this.config = config;
        this.hadoop = hadoop;
        TrainConfig common = config.trials().get(0).train();
        Path directory = Storage.qualified(config.shards(), hadoop);
        this.memory = DomainMemory.load(Storage.qualified(config.memory(), hadoop), hadoop);
        this.text = TrialText.read(
                directory,
                common.tokenizer().open(),
                common.model().context(),
                config.selectionWindows(),
                config.testWindows(),
                hadoop);
        this.shards = Sha256.of(Storage.read(new Path(directory, ShardManifest.FILE), hadoop));
    }

    /** Runs the trials that are not finished yet. The report is written after each, and complete after the last. */
    static QualityReport run(QualityConfig config, Configuration hadoop) throws IOException, InterruptedException {
        java.nio.file.Path file = java.nio.file.Path.of(config.output(), "results.jsonl");
        try (ResultFile<TrialResult> results = ResultFile.open(file, TrialResult.class)) {
            QualityRun run = new QualityRun(config, hadoop);
            TrialPool.run(run.tasks(results), config.parallel());
            return run.report(results);
        }
    }

    private Map<String, TrialPool.Task> tasks(ResultFile<TrialResult> results) {
        Map<Trial, JsonNode> left = new LinkedHashMap<>();
        for (Trial trial : config.trials()) {
            JsonNode settings = settings(trial);
            if (results.find(trial.name(), settings).isEmpty()) {
                left.put(trial, settings);
            }
        }
        System.out.printf(
                "%s%n%d of %d trials are to be run%n",
                subtitle(), left.size(), config.trials().size());
        long tokens = left.keySet().stream().mapToLong(Trial::tokens).sum();
        Forecast forecast = new Forecast(tokens, System::nanoTime);
        Map<String, TrialPool.Task> tasks = new LinkedHashMap<>();
        left.forEach((trial, settings) -> tasks.put(trial.name(), () -> {
            TextTrial training = new TextTrial(trial, text, config.selectionEvery());
            Progress progress = new Progress(trial.name(), trial.train().steps(), forecast);
            results.add(training.run(headLaplacians(trial), settings, progress));
            report(results);
        }));
        return tasks;
    }

    private List<double[]> headLaplacians(Trial trial) {
        ModelConfig model = trial.train().model();
        return KronReduction.headLaplacians(memory.laplacian(), model.heads(), model.headWidth());
    }

    /** All that the result of a trial depends on. */
    private JsonNode settings(Trial trial) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("shards", shards);
        settings.put("memory", memory.sha256());
        settings.put("selectionEvery", config.selectionEvery());
        settings.put("selectionWindows", config.selectionWindows());
        settings.put("testWindows", config.testWindows());
        settings.put("train", trial.settings());
        return Json.tree(Json.line(settings), "settings");
    }

    /** Writes what is known so far. */
    private synchronized QualityReport report(ResultFile<TrialResult> results) throws IOException {
        List<String> variants =
                config.trials().stream().map(Trial::variant).distinct().toList();
        QualityReport report = new QualityReport(results.results(), variants, config.baselines());
        Path output = Storage.qualified(config.output(), hadoop);
        Storage.replaceText(new Path(output, "quality.md"), report.markdown(), hadoop);
        Storage.replaceText(new Path(output, "quality.html"), report.html(subtitle()), hadoop);
        return report;
    }

    private String subtitle() {
        TrainConfig common = config.trials().get(0).train();
        return String.format(
                Locale.ROOT,
                "Domain %s: %,d tokens of training text, %,d to select, %,d to test; every trial learns from %s million tokens in windows of %d.",
                memory.name(),
                text.training().length,
                text.selection().targets(),
                text.test().targets(),
                NumberText.of(common.steps() * common.tokensPerStep() / 1e6),
                common.model().context());
    }
}
