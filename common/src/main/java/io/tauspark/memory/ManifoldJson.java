package io.tauspark.memory;

import com.fasterxml.jackson.databind.JsonNode;
import io.tauspark.config.InvalidInput;
import io.tauspark.store.Json;
import io.tauspark.store.Storage;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a memory was made, as {@code manifold.json} beside its {@code manifold.parquet}: arrowspace's keys with its type
 * tags, and keys of our own that its readers pass over.
 *
 * @param created when the memory was finished
 * @param items documents behind the graph
 * @param manifold the matrix it describes
 * @param wiring how the graph was wired
 * @param tau median energy of the documents
 */
public record ManifoldJson(Instant created, long items, Manifold manifold, Wiring wiring, double tau) {
    /** The file's name, which tauformer expects beside the matrix. */
    public static final String FILE = "manifold.json";

    /**
     * The graph's settings under arrowspace's names.
     *
     * @param epsilon largest cosine distance of an edge
     * @param topk neighbours per feature are topk + 1
     * @param power exponent of the edge weight
     * @param sigma scale of the edge weight
     * @param neighbours {@code exact} or {@code strided}
     */
    public record Wiring(double epsilon, int topk, double power, double sigma, String neighbours) {}

    /**
     * What a reader needs of the file, whoever wrote it.
     *
     * @param name the memory's name
     * @param features rows of its matrix
     * @param items documents behind it, where the writer knew it
     * @param tau median energy, where the writer knew it
     * @param sha256 checksum of the matrix file, where the writer knew it
     */
    public record Facts(String name, int features, OptionalLong items, OptionalDouble tau, Optional<String> sha256) {}

    public void write(Path directory, Configuration hadoop) throws IOException {
        Storage.writeText(new Path(directory, FILE), Json.pretty(content()), hadoop);
    }

    /** @throws InvalidInput if the file is missing, no JSON, or lacks a key that tauformer needs too */
    public static Facts read(Path directory, Configuration hadoop) throws IOException {
        Path file = new Path(directory, FILE);
        JsonNode root = Json.tree(Storage.readText(file, hadoop), "'" + file + "'");
        JsonNode name = root.path("name_id");
        JsonNode features = root.path("builder_config").path("nfeatures").path("Usize");
        if (!name.isTextual() || !features.canConvertToInt()) {
            throw new InvalidInput(
                    "'%s' needs a text name_id and a whole number builder_config.nfeatures.Usize".formatted(file));
        }
        JsonNode items = root.path("builder_config").path("nitems").path("Usize");
        JsonNode tau = root.path("tau_value");
        JsonNode sha256 = root.path("sha256");
        return new Facts(
                name.asText(),
                features.asInt(),
                items.canConvertToLong() ? OptionalLong.of(items.asLong()) : OptionalLong.empty(),
                tau.isNumber() ? OptionalDouble.of(tau.asDouble()) : OptionalDouble.empty(),
                sha256.isTextual() ? Optional.of(sha256.asText()) : Optional.empty());
    }

    private Map<String, Object> content() {
        Laplacian laplacian = manifold.laplacian();
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("filename", DomainMemory.MATRIX);
        file.put("file_type", "sparse");
        file.put("rows", laplacian.size());
        file.put("cols", laplacian.size());
        file.put("nnz", laplacian.nonZeros());
        file.put("size_bytes", manifold.bytes());
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("name_id", manifold.name());
        root.put("timestamp", created.toString());
        root.put("n_rows", laplacian.size());
        root.put("n_cols", laplacian.size());
        root.put("builder_config", builder());
        root.put("files", Map.of("matrix", file));
        root.put("tau_value", tau);
        root.put("tau_rule", "median-energy");
        root.put("knn_rule", wiring.neighbours());
        root.put("laplacian_form", "combinatorial");
        root.put("sha256", manifold.sha256());
        return root;
    }

    /** Every key arrowspace writes; those of stages that this project does not have say that they are off. */
    private Map<String, Object> builder() {
        Map<String, Object> builder = new LinkedHashMap<>();
        builder.put("nitems", tagged("Usize", items));
        builder.put("nfeatures", tagged("Usize", manifold.laplacian().size()));
        builder.put("lambda_eps", tagged("F64", wiring.epsilon()));
        builder.put("lambda_k", tagged("Usize", wiring.topk()));
        builder.put("lambda_topk", tagged("Usize", wiring.topk()));
        builder.put("lambda_p", tagged("F64", wiring.power()));
        builder.put("lambda_sigma", tagged("OptionF64", wiring.sigma()));
        builder.put("synthesis", tagged("TauMode", "Median"));
        builder.put("normalise", tagged("Bool", false));
        builder.put("sparsity_check", tagged("Bool", false));
        builder.put("sampling", tagged("OptionSamplerType", null));
        builder.put("cluster_max_clusters", tagged("OptionUsize", null));
        builder.put("cluster_radius", tagged("F64", 1.0));
        builder.put("clustering_seed", tagged("OptionU64", null));
        builder.put("deterministic_clustering", tagged("Bool", true));
        builder.put("prebuilt_spectral", tagged("Bool", false));
        builder.put("use_dims_reduction", tagged("Bool", false));
        builder.put("extra_dims_reduction", tagged("Bool", false));
        double arrowspaceDefault = 0.3;
        builder.put("rp_eps", tagged("F64", arrowspaceDefault));
        return builder;
    }

    private static Map<String, @Nullable Object> tagged(String type, @Nullable Object value) {
        Map<String, @Nullable Object> tagged = new LinkedHashMap<>();
        tagged.put(type, value);
        return tagged;
    }
}
