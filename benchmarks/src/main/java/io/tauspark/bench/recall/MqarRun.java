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

/** Multi-query associative recall from its settings to its report. */
final class MqarRun {
    private final MqarConfig config;
    private final Configuration hadoop;
    private final DomainMemory memory;

    private MqarRun(MqarConfig config, Configuration hadoop) throws IOException {
        this.config = config;
        this.hadoop = hadoop;
        this.memory = DomainMemory.load(Storage.qualified(config.memory(), hadoop), hadoop);
    }

    /** Runs the trials that are not finished yet. The report is written after each, and complete after the last. */
    static MqarReport run(MqarConfig config, Configuration hadoop) throws IOException, InterruptedException {
        java.nio.file.Path file = java.nio.file.Path.of(config.output(), "mqar.jsonl");
        ResultFile.requireOwnReport(file, "mqar");
        try (ResultFile<MqarResult> results = ResultFile.open(file, MqarResult.class)) {
            MqarRun run = new MqarRun(config, hadoop);
            System.out.println(run.subtitle());
            List<PlannedTrial<MqarResult>> trials = new ArrayList<>();
            for (MqarForm form : config.forms()) {
                config.rates().values().forEach(at -> at.all().forEach(trial -> trials.add(run.planned(form, trial))));
            }
            new TrialPool<>(results, config.parallel()).run(trials, () -> run.report(results));
            return run.report(results);
        }
    }

    private PlannedTrial<MqarResult> planned(MqarForm form, Trial trial) {
        JsonNode settings = settings(trial);
        TrainConfig train = trial.train();
        return new PlannedTrial<>(
                MqarResult.name(
                        form, trial.variant(), train.seed(), train.rate().peak()),
                settings,
                train.steps(),
                trial.tokens(),
                progress -> new MqarTrial(form, config, trial)
                        .run(HeadLaplacians.of(memory.laplacian(), train.model()), settings, progress));
    }

    /** All that the result of a trial depends on. */
    private JsonNode settings(Trial trial) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("memory", memory.sha256());
        settings.put("vocabulary", config.vocabulary());
        settings.put("lessons", config.lessons());
        settings.put("papers", config.papers());
        settings.put("examineEvery", config.examineEvery());
        settings.put("examineSequences", config.examineSequences());
        settings.put("train", trial.settings());
        return Json.tree(Json.line(settings), "settings");
    }

    /** Writes what is known so far. */
    private synchronized MqarReport report(ResultFile<MqarResult> results) throws IOException {
        MqarReport report =
                new MqarReport(results.results(), config.common().variants(), config.papers(), config.vocabulary());
        Path output = Storage.qualified(config.output(), hadoop);
        Storage.replaceText(new Path(output, "mqar.md"), report.markdown(), hadoop);
        PageFile.write(new Path(output, "mqar.html"), report.html(subtitle()), hadoop);
        return report;
    }

    private String subtitle() {
        return String.format(
                Locale.ROOT,
                "%,d ids; %,d tokens are learnt from, none twice, in sequences of %s (tokens × pairs); %,d others of each size"
                        + " are asked. Of %d rates the one counts that did best on a third lot.",
                config.vocabulary(),
                config.common().all().get(0).tokens(),
                config.lessons(),
                config.examineSequences(),
                config.rates().size());
    }
}
