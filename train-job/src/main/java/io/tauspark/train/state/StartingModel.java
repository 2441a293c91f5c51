package io.tauspark.train.state;

import com.fasterxml.jackson.databind.JsonNode;
import io.tauspark.config.InvalidInput;
import io.tauspark.config.RecordBinder;
import io.tauspark.model.AttentionStack;
import io.tauspark.model.HeadGroup;
import io.tauspark.model.Initialisation;
import io.tauspark.model.ModelConfig;
import io.tauspark.model.ModelMemory;
import io.tauspark.model.ParameterLayout;
import io.tauspark.model.ParameterLayout.Slot;
import io.tauspark.model.Seeds;
import io.tauspark.model.TokenStart;
import io.tauspark.model.torch.TrainedModel;
import io.tauspark.store.Json;
import io.tauspark.store.Storage;
import io.tauspark.terms.TermTable;
import io.tauspark.train.config.TrainConfig;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The model that a training begins with, where it is not drawn from the seed alone: it takes over another model, or what a
 * memory knows of tokens. The driver makes it once and leaves it in the directory of the run, {@code start}, for the workers.
 */
public final class StartingModel {
    static final String DIRECTORY = "start";

    /** Settings in which a model may differ from the one that it begins as. */
    private static final Set<String> FREE = Set.of("context", "dropout", "memory");

    /** Where a model keeps what it knows of its memory, below its directory. */
    private static final String MEMORY = "memory";

    private StartingModel() {}

    /**
     * The model to begin with; empty if training draws it from the seed.
     *
     * @param taken what the model takes of its memory
     * @param memory SHA-256 of the memory's matrix, or null without one
     * @throws InvalidInput if there is no such model, or it is of another shape or tokenizer
     */
    public static Optional<TrainedModel> of(
            TrainConfig config, ModelMemory taken, @Nullable String memory, Configuration hadoop) throws IOException {
        if (!config.startModel().isEmpty()) {
            return Optional.of(continued(config, taken, memory, hadoop));
        }
        if (!config.model().memory().biased()) {
            return Optional.empty();
        }
        return Optional.of(TrainedModel.of(
                config.model(),
                taken.laplacians(),
                taken.spread(),
                drawn(config, taken),
                ones(config.model()),
                config.tokenizer(),
                memory));
    }

    /**
     * Refuses what {@link #of} refuses, without making a model.
     *
     * @throws InvalidInput if there is no model to start from, or it is of another shape or tokenizer
     */
    public static void require(TrainConfig config, Configuration hadoop) throws IOException {
        if (!config.startModel().isEmpty()) {
            earlier(config, hadoop);
        }
    }

    private static TrainedModel earlier(TrainConfig config, Configuration hadoop) throws IOException {
        TrainedModel earlier = TrainedModel.load(Storage.qualified(config.startModel(), hadoop), hadoop);
        requireAlike(config, earlier);
        return earlier;
    }

    private static TrainedModel continued(
            TrainConfig config, ModelMemory taken, @Nullable String memory, Configuration hadoop) throws IOException {
        TrainedModel earlier = earlier(config, hadoop);
        Path directory = Storage.qualified(config.startModel(), hadoop);
        ModelConfig model = config.model();
        ParameterLayout layout = ParameterLayout.of(model, earlier.card().features());
        ParameterLayout before =
                ParameterLayout.of(earlier.card().model(), earlier.card().features());
        float[] parameters = Initialisation.parameters(layout, model, taken.start(), seed(config));
        for (Slot slot : layout.slots()) {
            boolean anew = slot.name().equals(ParameterLayout.SPREAD_WEIGHTS)
                    && !Arrays.equals(earlier.spread().values(), taken.spread().values());
            if (before.has(slot.name()) && !anew) {
                Slot old = before.slot(slot.name());
                System.arraycopy(
                        earlier.parameters(),
                        Math.toIntExact(old.offset()),
                        parameters,
                        Math.toIntExact(slot.offset()),
                        Math.toIntExact(slot.size()));
            }
        }
        if (model.memory().biased()) {
            terms(earlier, directory, hadoop)
                    .ifPresentOrElse(
                            known -> {
                                shiftBias(parameters, layout, TokenStart.of(known, model), taken.start());
                                if (model.memory().terms()) {
                                    NewTerms.place(parameters, layout, known, taken);
                                }
                            },
                            () -> clearBias(parameters, layout, before));
        }
        return TrainedModel.of(
                model,
                earlier.laplacians(),
                taken.spread(),
                parameters,
                earlier.tau(),
                config.tokenizer(),
                memory == null ? earlier.card().memory() : memory);
    }

    /** The terms of the memory that a model was trained with, if it used them. */
    private static Optional<TermTable> terms(TrainedModel earlier, Path directory, Configuration hadoop)
            throws IOException {
        return earlier.card().model().memory().knowsTokens()
                ? TermTable.load(new Path(TrainedModel.directory(directory, hadoop), MEMORY), hadoop)
                : Optional.empty();
    }

    /** What one corpus says of each token more than the other. */
    private static void shiftBias(float[] parameters, ParameterLayout layout, TokenStart before, TokenStart now) {
        int offset = Math.toIntExact(layout.slot(ParameterLayout.OUTPUT_BIAS).offset());
        for (int token = 0; token < now.bias().length; token++) {
            parameters[offset + token] += now.bias()[token] - before.bias()[token];
        }
    }

    /** A model without a bias has learnt otherwise how frequent each token is. */
    private static void clearBias(float[] parameters, ParameterLayout layout, ParameterLayout before) {
        if (!before.has(ParameterLayout.OUTPUT_BIAS)) {
            Slot slot = layout.slot(ParameterLayout.OUTPUT_BIAS);
            int offset = Math.toIntExact(slot.offset());
            Arrays.fill(parameters, offset, offset + Math.toIntExact(slot.size()), 0);
        }
    }

    private static void requireAlike(TrainConfig config, TrainedModel earlier) {
        String name = "start.model = '" + config.startModel() + "'";
        if (!earlier.card().tokenizer().equals(config.tokenizer().identity())) {
            throw new InvalidInput("%s was trained with the tokenizer %s, here it is %s; give the same"
                    .formatted(
                            name, earlier.card().tokenizer(), config.tokenizer().identity()));
        }
        Map<String, JsonNode> there = shape(earlier.card().model());
        Map<String, JsonNode> here = shape(config.model());
        Set<String> all = new TreeSet<>(there.keySet());
        all.addAll(here.keySet());
        for (String setting : all) {
            if (!String.valueOf(there.get(setting)).equals(String.valueOf(here.get(setting)))) {
                throw new InvalidInput("%s has %s = %s, here it is %s; a training goes on with the same shape"
                        .formatted(name, setting, there.get(setting), here.get(setting)));
            }
        }
        boolean bias = earlier.card().model().memory().biased();
        boolean spread = earlier.card().model().memory().spreads();
        if ((bias && !config.model().memory().biased())
                || (spread && !config.model().memory().spreads())) {
            throw new InvalidInput(
                    "%s uses %s of its memory, model.memory.use = %s would take it away; name at least these"
                            .formatted(
                                    name,
                                    earlier.card().model().memory().use(),
                                    config.model().memory().use()));
        }
    }

    private static Map<String, JsonNode> shape(ModelConfig model) {
        Map<String, JsonNode> settings =
                new TreeMap<>(RecordBinder.named(Json.tree(Json.line(model), "a model"), ModelConfig.class));
        settings.keySet()
                .removeIf(name -> FREE.stream().anyMatch(free -> name.equals(free) || name.startsWith(free + ".")));
        return settings;
    }

    private static float[] drawn(TrainConfig config, ModelMemory taken) {
        ParameterLayout layout =
                ParameterLayout.of(config.model(), taken.laplacians().features());
        return Initialisation.parameters(layout, config.model(), taken.start(), seed(config));
    }

    private static long seed(TrainConfig config) {
        return Seeds.of(config.seed(), "model");
    }

    /** τ before it is calibrated. */
    private static float[] ones(ModelConfig model) {
        float[] tau = new float
                [AttentionStack.withLambda(model).stream()
                        .mapToInt(HeadGroup::keyHeads)
                        .sum()];
        Arrays.fill(tau, 1);
        return tau;
    }

    /** Leaves the model in the directory of a run. */
    public static void write(TrainedModel model, Path run, Configuration hadoop) throws IOException {
        model.save(new Path(run, DIRECTORY), hadoop);
    }

    /** @throws InvalidInput if it is missing or damaged */
    public static TrainedModel read(Path run, Configuration hadoop) throws IOException {
        return TrainedModel.load(new Path(run, DIRECTORY), hadoop);
    }

    /** Removes it, once the run is complete. */
    public static void remove(Path run, Configuration hadoop) throws IOException {
        Storage.of(run, hadoop).delete(new Path(run, DIRECTORY), true);
    }
}
