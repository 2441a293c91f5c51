package io.tauspark.bench.recall;

import com.fasterxml.jackson.databind.JsonNode;
import io.tauspark.memory.DomainMemory;
import io.tauspark.model.HeadLaplacians;
import io.tauspark.page.PageFile;
import io.tauspark.store.Json;
import io.tauspark.store.Storage;
import io.tauspark.train.config.TrainConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The tasks from their settings to their report. */
final class RecallRun {
    private final RecallConfig config;
    private final Configuration hadoop;
    private final DomainMemory memory;

    private RecallRun(RecallConfig config, Configuration hadoop) throws IOException {
        this.config = config;
        this.hadoop = hadoop;
        this.memory = DomainMemory.load(Storage.qualified(config.memory(), hadoop), hadoop);
    }

    /** Runs the trials that are not finished yet. The report is written after each, and complete after the last. */
    static RecallReport run(RecallConfig config, Configuration hadoop) throws IOException, InterruptedException {
        java.nio.file.Path file = java.nio.file.Path.of(config.output(), "recall.jsonl");
        ResultFile.requireOwnReport(file, "recall");
        try (ResultFile<RecallResult> results = ResultFile.open(file, RecallResult.class)) {
            RecallRun run = new RecallRun(config, hadoop);
            System.out.println(run.subtitle());
            List<PlannedTrial<RecallResult>> trials = new ArrayList<>();
            for (RecallTask task : config.tasks()) {
                config.trials().all().forEach(trial -> trials.add(run.planned(task, trial)));
            }
            new TrialPool<>(results, config.parallel()).run(trials, () -> run.report(results));
            return run.report(results);
        }
    }

    private PlannedTrial<RecallResult> planned(RecallTask task, Trial trial) {
        JsonNode settings = settings(trial);
        return new PlannedTrial<>(
                task.title() + " " + trial.name(),
                settings,
                trial.train().steps(),
                trial.tokens(),
                progress -> new RecallTrial(task, trial, config)
                        .run(HeadLaplacians.of(memory.laplacian(), trial.train().model()), settings, progress));
    }

    /** All that the result of a trial depends on. */
    private JsonNode settings(Trial trial) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("memory", memory.sha256());
        settings.put("vocabulary", config.vocabulary());
        settings.put("examineEvery", config.examineEvery());
        settings.put("examineSequences", config.examineSequences());
        settings.put("train", trial.settings());
        return Json.tree(Json.line(settings), "settings");
    }

    /** Writes what is known so far. */
    private synchronized RecallReport report(ResultFile<RecallResult> results) throws IOException {
        RecallReport report =
                new RecallReport(results.results(), config.trials().variants(), config.vocabulary());
        Path output = Storage.qualified(config.output(), hadoop);
        Storage.replaceText(new Path(output, "recall.md"), report.markdown(), hadoop);
        PageFile.write(new Path(output, "recall.html"), report.html(subtitle()), hadoop);
        return report;
    }

    private String subtitle() {
        TrainConfig common = config.trials().common();
        return String.format(
                Locale.ROOT,
                "%,d sequences of %,d tokens out of %d ids are learnt from, each once; %,d others are asked.",
                common.steps() * common.tokensPerStep() / common.model().context(),
                common.model().context(),
                config.vocabulary(),
                config.examineSequences());
    }
}
