package io.tauspark.bench.quality;

import com.fasterxml.jackson.databind.JsonNode;
import io.tauspark.memory.DomainMemory;
import io.tauspark.model.HeadLaplacians;
import io.tauspark.page.NumberText;
import io.tauspark.page.PageFile;
import io.tauspark.shards.ShardManifest;
import io.tauspark.store.Json;
import io.tauspark.store.Sha256;
import io.tauspark.store.Storage;
import io.tauspark.train.config.TrainConfig;
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
        Path directory = Storage.qualified(config.shards(), hadoop);
        this.memory = DomainMemory.load(Storage.qualified(config.memory(), hadoop), hadoop);
        this.text = TrialText.read(directory, config, hadoop);
        this.shards = Sha256.of(Storage.read(new Path(directory, ShardManifest.FILE), hadoop));
    }

    /** Runs the trials that are not finished yet. The report is written after each, and complete after the last. */
    static QualityReport run(QualityConfig config, Configuration hadoop) throws IOException, InterruptedException {
        java.nio.file.Path file = java.nio.file.Path.of(config.output(), "results.jsonl");
        ResultFile.requireOwnReport(file, "quality");
        try (ResultFile<TrialResult> results = ResultFile.open(file, TrialResult.class)) {
            QualityRun run = new QualityRun(config, hadoop);
            System.out.println(run.subtitle());
            List<PlannedTrial<TrialResult>> trials =
                    config.trials().all().stream().map(run::planned).toList();
            new TrialPool<>(results, config.parallel()).run(trials, () -> run.report(results));
            return run.report(results);
        }
    }

    private PlannedTrial<TrialResult> planned(Trial trial) {
        JsonNode settings = settings(trial);
        return new PlannedTrial<>(
                trial.name(), settings, trial.train().steps(), trial.tokens(), progress -> new TextTrial(
                                trial, text, config.selectionEvery())
                        .run(HeadLaplacians.of(memory.laplacian(), trial.train().model()), settings, progress));
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
        QualityReport report =
                new QualityReport(results.results(), config.trials().variants(), config.baselines());
        Path output = Storage.qualified(config.output(), hadoop);
        Storage.replaceText(new Path(output, "quality.md"), report.markdown(), hadoop);
        PageFile.write(new Path(output, "quality.html"), report.html(subtitle()), hadoop);
        return report;
    }

    private String subtitle() {
        TrainConfig common = config.trials().common();
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
