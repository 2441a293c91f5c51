package io.tauspark.compare;

import io.tauspark.compare.TrialOutcome.State;
import io.tauspark.config.InvalidInput;
import io.tauspark.inference.Accuracy;
import io.tauspark.inference.AskedRuns;
import io.tauspark.inference.QuestionConfig.Task;
import io.tauspark.memory.DomainMemory;
import io.tauspark.model.ModelMemory;
import io.tauspark.run.RunFiles;
import io.tauspark.shards.ShardManifest;
import io.tauspark.shards.Split;
import io.tauspark.store.Storage;
import io.tauspark.tokens.Tokenizer;
import io.tauspark.tokens.TokenizerIdentity;
import io.tauspark.train.config.TrainConfig;
import io.tauspark.train.data.EnoughTokens;
import io.tauspark.train.data.HeldOut;
import io.tauspark.train.state.RunIdentity;
import io.tauspark.train.state.StartingModel;
import io.tauspark.train.worker.SelectedModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The trainings that the trials stand for, with those of them that are there already. A training is known by its
 * identity, so settings that mean the same are trained once, and a run is found again whatever the sweep around it
 * looks like now.
 */
final class TrialPlan {
    /** Directory of the runs, below that of the sweep. */
    static final String RUNS = "runs";

    /** Digits of a fingerprint in the name of a run: by chance no two of a billion trainings share them. */
    private static final int FINGERPRINT_DIGITS = 16;

    /** Longest part of a trial's name in the name of its run: leaves room below what file systems allow. */
    private static final int LONGEST_NAME = 100;

    private final Path output;
    private final Optional<SelectedRuns> selected;
    private final Optional<AskedRuns> asked;
    private final Configuration hadoop;
    private final Map<String, ShardManifest> manifests = new HashMap<>();
    private final Map<String, DomainMemory> memories = new HashMap<>();
    private final Set<Need> met = new HashSet<>();

    /** The tokens that a training needs of its shards. */
    private record Need(String data, TokenizerIdentity tokenizer, int microBatches, int context) {}

    private TrialPlan(Path output, Optional<SelectedRuns> selected, Optional<AskedRuns> asked, Configuration hadoop) {
        this.output = output;
        this.selected = selected;
        this.asked = asked;
        this.hadoop = hadoop;
    }

    /**
     * Plans the trials in their order.
     *
     * @param selected the models that were chosen of runs, where models are chosen
     * @param asked the answers of runs, where questions are asked
     * @throws InvalidInput with everything that any of them cannot use
     */
    static List<TrialOutcome> of(
            List<Trial> trials,
            Path output,
            Optional<SelectedRuns> selected,
            Optional<AskedRuns> asked,
            Configuration hadoop)
            throws IOException {
        TrialPlan plan = new TrialPlan(output, selected, asked, hadoop);
        Map<String, List<Trial>> trainings = new LinkedHashMap<>();
        Set<String> refusals = new LinkedHashSet<>();
        for (Trial trial : trials) {
            try {
                trainings
                        .computeIfAbsent(plan.fingerprint(trial.train()), print -> new ArrayList<>())
                        .add(trial);
            } catch (InvalidInput refused) {
                refusals.add(trial.group() + ": " + refused.getMessage());
            }
        }
        if (!refusals.isEmpty()) {
            throw new InvalidInput(String.join(System.lineSeparator(), refusals));
        }
        List<String> there = Storage.names(new Path(output, RUNS), hadoop);
        List<TrialOutcome> planned = new ArrayList<>();
        for (Map.Entry<String, List<Trial>> training : trainings.entrySet()) {
            planned.add(plan.outcome(training.getKey(), training.getValue(), there));
        }
        return planned;
    }

    private String fingerprint(TrainConfig config) throws IOException {
        ShardManifest manifest = manifest(config.data());
        requireTokens(config, manifest);
        // Refuses a memory or a model to start from that does not fit.
        ModelMemory taken = ModelMemory.of(memory(config.memory()), config.model(), config.tokenizer(), hadoop);
        StartingModel.require(config, hadoop);
        return RunIdentity.of(config, manifest, taken.content(), RunIdentity.startContent(config, hadoop))
                .fingerprint()
                .substring(0, FINGERPRINT_DIGITS);
    }

    private TrialOutcome outcome(String fingerprint, List<Trial> same, List<String> there) throws IOException {
        Trial trial = same.get(0);
        List<String> also = same.stream()
                .skip(1)
                .map(Trial::name)
                .filter(name -> !name.equals(trial.name()))
                .distinct()
                .toList();
        String ending = "-" + fingerprint;
        String finished =
                there.stream().filter(name -> name.endsWith(ending)).findFirst().orElse("");
        if (!finished.isEmpty()) {
            String run = RUNS + "/" + finished;
            return finished(TrialOutcome.of(trial, also, State.WAITING, run));
        }
        String unfinished = RunFiles.unfinished(new Path(ending)).getName();
        String begun = there.stream()
                .filter(name -> name.endsWith(unfinished))
                .map(name -> name.substring(0, name.length() - unfinished.length()) + ending)
                .findFirst()
                .orElse(directoryName(trial.name()) + ending);
        return TrialOutcome.of(trial, also, State.WAITING, RUNS + "/" + begun);
    }

    /** A trained trial, which waits only where its model has not been chosen yet, or has not been asked. */
    private TrialOutcome finished(TrialOutcome found) throws IOException {
        Path run = new Path(output, found.run());
        TrainConfig train = found.trial().train();
        TrialResult result = TrialResult.read(run, train, hadoop);
        if (selected.isPresent()) {
            Optional<SelectedModel> chosen = selected.get().known(run);
            return chosen.isEmpty() ? found : found.with(State.REUSED, result.with(chosen.get()));
        }
        if (asked.isPresent()) {
            Optional<Map<Task, Accuracy>> answered = asked.get().known(run, train.data());
            return answered.isEmpty() ? found : found.with(State.REUSED, result.with(answered.get()));
        }
        return found.with(State.REUSED, result);
    }

    private ShardManifest manifest(String data) throws IOException {
        ShardManifest known = manifests.get(data);
        if (known == null) {
            Path shards = Storage.qualified(data, hadoop);
            known = ShardManifest.read(shards, hadoop);
            if (known.parts(Split.TRAIN).isEmpty()) {
                throw new InvalidInput("data '%s' has no training shards: shard a larger corpus".formatted(shards));
            }
            // Every training reads them in full as well, but by then something is written.
            known.verify(shards, hadoop);
            manifests.put(data, known);
        }
        return known;
    }

    /** Refuses a corpus that is too small for the windows, which a training would find out in its tasks. */
    private void requireTokens(TrainConfig config, ShardManifest manifest) throws IOException {
        int microBatches = config.batch().microBatches();
        int context = config.model().context();
        Need need = new Need(config.data(), config.tokenizer().identity(), microBatches, context);
        if (!met.contains(need)) {
            try (Tokenizer tokenizer = config.tokenizer().open()) {
                Path shards = Storage.qualified(config.data(), hadoop);
                EnoughTokens.require(shards, manifest, tokenizer, microBatches, context, hadoop);
                if (selected.isPresent()) {
                    HeldOut.requireBoth(shards, manifest.parts(Split.VALIDATION), tokenizer, hadoop);
                }
            }
            met.add(need);
        }
    }

    private @Nullable DomainMemory memory(String memory) throws IOException {
        if (memory.isEmpty()) {
            return null;
        }
        DomainMemory known = memories.get(memory);
        if (known == null) {
            known = DomainMemory.load(Storage.qualified(memory, hadoop), hadoop);
            memories.put(memory, known);
        }
        return known;
    }

    /** Letters, digits and what else every file system takes in a name. */
    private static String directoryName(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9.=+-]+", "-");
        return plain.substring(0, Math.min(LONGEST_NAME, plain.length()));
    }
}
