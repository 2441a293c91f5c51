package io.tauspark.train.state;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tauspark.config.RecordBinder;
import io.tauspark.model.LambdaConfig;
import io.tauspark.model.MemoryConfig;
import io.tauspark.model.PastConfig;
import io.tauspark.model.ShortcutConfig;
import io.tauspark.model.torch.OptimizerConfig;
import io.tauspark.model.torch.OptimizerConfig.MuonConfig;
import io.tauspark.model.torch.TrainedModel;
import io.tauspark.run.PublishedModel;
import io.tauspark.shards.ShardManifest;
import io.tauspark.shards.ShardPart;
import io.tauspark.store.Json;
import io.tauspark.store.Sha256;
import io.tauspark.store.Storage;
import io.tauspark.train.config.ComputeConfig;
import io.tauspark.train.config.ParallelConfig;
import io.tauspark.train.config.StopConfig;
import io.tauspark.train.config.TrainConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * The facts that two trainings must have in common for the second to resume where the first stopped: every setting that
 * the result depends on, and the content of the data and the memory. Written as {@code run.json}, where its {@code end}
 * joins it when the training is over.
 *
 * @param settings by name
 * @param data SHA-256 over the checksums of all shards
 * @param memory SHA-256 of the memory's matrix, and of its terms where the model uses them; or null without a memory
 * @param start SHA-256 of the parameters of the model that training starts from, or null without one
 */
@JsonIgnoreProperties("end")
public record RunIdentity(
        Map<String, JsonNode> settings,
        String data,
        @Nullable String memory,

        @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty(required = false) @Nullable
        String start) {
    /**
     * Settings, and sections of them, of where things lie, how a cluster shares the work, when checkpoints are written, who is
     * told: nothing that a result depends on.
     */
    private static final List<String> CIRCUMSTANCES = List.of(
            "data",
            "memory",
            "output",
            "start.model",
            "overwrite",
            "resume",
            "device",
            "exchange.timeout",
            "parallel.task",
            "faults",
            "samples",
            "mlflow");

    /** One more of them unless the mean of the models of checkpoints is published. */
    private static final List<String> CHECKPOINT = List.of("checkpoint");

    /** More of them where workers meet at every step. */
    private static final List<String> CIRCUMSTANCES_IN_SYNC = List.of("workers", "parallel.rounds");

    private static final String A_SETTING_OF_EVERY_VERSION = "model.layers";

    /** Settings that runs of earlier versions do not name, with what they were then. */
    private static final Map<String, JsonNode> EARLIER = earlier();

    public RunIdentity {
        Map<String, JsonNode> named = new TreeMap<>(settings);
        if (named.containsKey(A_SETTING_OF_EVERY_VERSION)) {
            EARLIER.forEach(named::putIfAbsent);
        }
        settings = Map.copyOf(named);
    }

    private static Map<String, JsonNode> earlier() {
        Map<String, JsonNode> found = new TreeMap<>();
        RecordBinder.named(Json.tree(Json.line(PastConfig.PLAIN), "a past"), PastConfig.class)
                .forEach((name, value) -> found.put("model.past." + name, value));
        RecordBinder.named(Json.tree(Json.line(ShortcutConfig.NONE), "shortcuts"), ShortcutConfig.class)
                .forEach((name, value) -> found.put("model.shortcut." + name, value));
        RecordBinder.named(Json.tree(Json.line(MemoryConfig.PLAIN), "a use"), MemoryConfig.class)
                .forEach((name, value) -> found.put("model.memory." + name, value));
        found.put("optimizer.embedding-rate", NullNode.getInstance());
        found.put("model.lambda.least-temperature", DoubleNode.valueOf(LambdaConfig.PLAIN_TEMPERATURE));
        found.put("optimizer.matrices", TextNode.valueOf(OptimizerConfig.Matrices.ADAMW.name()));
        RecordBinder.named(Json.tree(Json.line(MuonConfig.UNUSED), "constants"), MuonConfig.class)
                .forEach((name, value) -> found.put("optimizer.muon." + name, value));
        // On a processor this is what it was; on a GPU no two runs are the same to the bit.
        found.put("gradient-sum", TextNode.valueOf(ComputeConfig.SumPlace.AUTO.name()));
        found.put("lambda-kernel", TextNode.valueOf(ComputeConfig.KernelKind.AUTO.name()));
        found.put("publish", TextNode.valueOf(PublishedModel.Rule.LAST.name()));
        RecordBinder.named(Json.tree(Json.line(StopConfig.NEVER), "a stop"), StopConfig.class)
                .forEach((name, value) -> found.put("stop." + name, value));
        return found;
    }

    /** The identity of a training with this configuration on this data and memory. */
    public static RunIdentity of(
            TrainConfig config, ShardManifest manifest, @Nullable String memory, @Nullable String start) {
        Map<String, JsonNode> settings =
                RecordBinder.named(Json.tree(Json.line(config), "a configuration"), TrainConfig.class);
        boolean sync = config.parallel().mode() == ParallelConfig.Mode.SYNC;
        boolean single = config.publish() != PublishedModel.Rule.AVERAGE;
        settings.keySet()
                .removeIf(name -> isAmong(CIRCUMSTANCES, name)
                        || (single && isAmong(CHECKPOINT, name))
                        || (sync && isAmong(CIRCUMSTANCES_IN_SYNC, name)));
        String parts = manifest.parts().stream().map(ShardPart::sha256).collect(Collectors.joining("\n"));
        return new RunIdentity(settings, Sha256.of(parts.getBytes(StandardCharsets.UTF_8)), memory, start);
    }

    /** The checksum of the parameters of the model that a training starts from, or null without one. */
    public static @Nullable String startContent(TrainConfig config, Configuration hadoop) throws IOException {
        return config.startModel().isEmpty()
                ? null
                : TrainedModel.sha256(Storage.qualified(config.startModel(), hadoop), hadoop);
    }

    private static boolean isAmong(List<String> settings, String name) {
        return settings.stream().anyMatch(setting -> name.equals(setting) || name.startsWith(setting + "."));
    }

    /** The differences of another identity, one sentence for each, empty if there are none. */
    public List<String> differences(RunIdentity other) {
        Map<String, String> mine = facts();
        Map<String, String> theirs = other.facts();
        TreeMap<String, String> all = new TreeMap<>(mine);
        all.putAll(theirs);
        return all.keySet().stream()
                .filter(name -> !mine.getOrDefault(name, "").equals(theirs.getOrDefault(name, "")))
                .map(name -> "%s is %s there and %s here"
                        .formatted(name, mine.getOrDefault(name, "absent"), theirs.getOrDefault(name, "absent")))
                .toList();
    }

    /** SHA-256 of everything that makes it: equal for equal identities. */
    public String fingerprint() {
        return Sha256.of(Json.line(facts()).getBytes(StandardCharsets.UTF_8));
    }

    private Map<String, String> facts() {
        Map<String, String> facts = new TreeMap<>();
        settings.forEach((name, value) -> facts.put(name, value.toString()));
        facts.put("the content of data", data);
        facts.put("the content of memory", String.valueOf(memory));
        if (start != null) {
            facts.put("the content of start.model", start);
        }
        return facts;
    }
}
