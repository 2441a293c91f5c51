package io.tauspark.memory;

import com.fasterxml.jackson.databind.JsonNode;
import io.tauspark.config.Excerpt;
import io.tauspark.config.InvalidInput;
import io.tauspark.config.Settings;
import io.tauspark.store.Json;
import io.tauspark.store.Storage;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The record of how a memory was made, as {@code manifold.json} beside its {@code manifold.parquet}: arrowspace's keys
 * with its type tags, and keys of our own that its readers pass over.
 *
 * @param created when the memory was finished
 * @param items documents behind the graph
 * @param manifold the matrix it describes
 * @param form what kind of matrix that is
 * @param wiring how the graph was wired
 * @param tau how λ came from energies
 * @param projection what vectors go through before they meet the matrix
 */
public record ManifoldJson(
        Instant created,
        long items,
        Manifold manifold,
        LaplacianForm form,
        Wiring wiring,
        Tau tau,
        Optional<Projection> projection) {
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
     * @param clusters how documents became centroids, where they did
     */
    public record Wiring(
            double epsilon, int topk, double power, double sigma, String neighbours, Optional<Clusters> clusters) {}

    /**
     * The clustering that turned documents into the centroids that the graph was built from.
     *
     * @param k arrowspace's {@code lambda_k}
     * @param normalise whether centroids were standardised
     * @param sparsityCheck whether a sparse matrix would have been refused
     * @param sampling {@code Simple} or {@code DensityAdaptive}; nothing where all documents took part
     * @param samplingRate its probability
     * @param most centroids that were allowed
     * @param radius squared distance that a cluster reached
     * @param seed of sample and projection
     * @param dimsReduction whether centroids could be projected
     * @param rpEps distortion that the projection could cause
     */
    public record Clusters(
            int k,
            boolean normalise,
            boolean sparsityCheck,
            Optional<String> sampling,
            double samplingRate,
            int most,
            double radius,
            long seed,
            boolean dimsReduction,
            double rpEps) {}

    /**
     * The rule by which λ came from energies.
     *
     * @param value τ of all documents; empty if each had its own
     * @param rule in a few words, such as {@code median-energy}
     * @param synthesis arrowspace's tag: {@code Median}, {@code Mean}, or a map from {@code Fixed} or
     *     {@code Percentile} to its number
     * @param epsilon what was added to the squared norm of a vector under the energy
     */
    public record Tau(OptionalDouble value, String rule, Object synthesis, double epsilon) {}

    /**
     * A random projection that vectors go through.
     *
     * @param from features before
     * @param seed of the matrix
     */
    public record Projection(int from, long seed) {}

    /**
     * The facts that a reader needs of the file, whoever wrote it.
     *
     * @param name the memory's name
     * @param features rows of its matrix
     * @param items documents behind it, where the writer knew it
     * @param form of the matrix; combinatorial unless the writer says otherwise
     * @param tau of all documents, where the writer knew it
     * @param epsilon under the energy; tauformer's where the writer does not say
     * @param sha256 checksum of the matrix file, where the writer knew it
     * @param projection what vectors go through first
     */
    public record Facts(
            String name,
            int features,
            OptionalLong items,
            LaplacianForm form,
            OptionalDouble tau,
            double epsilon,
            Optional<String> sha256,
            Optional<Projection> projection) {}

    public void write(Path directory, Configuration hadoop) throws IOException {
        Storage.writeText(new Path(directory, FILE), Json.pretty(content()), hadoop);
    }

    /** @throws InvalidInput if the file is missing, no JSON, or lacks a key that tauformer needs too */
    public static Facts read(Path directory, Configuration hadoop) throws IOException {
        Path file = new Path(directory, FILE);
        JsonNode root = Json.tree(Storage.readText(file, hadoop), "'" + file + "'");
        JsonNode name = root.path("name_id");
        JsonNode features = root.path("builder_config").path("nfeatures").path("Usize");
        if (!name.isTextual() || !isCount(features)) {
            throw new InvalidInput(
                    "'%s' needs a text name_id and a whole number builder_config.nfeatures.Usize".formatted(file));
        }
        JsonNode items = root.path("builder_config").path("nitems").path("Usize");
        require(absent(items) || isIndex(items), file, "builder_config.nitems.Usize", items, "a whole number");
        JsonNode tau = root.path("tau_value");
        require(absent(tau) || isAmount(tau), file, "tau_value", tau, "a number, not below 0");
        JsonNode epsilon = root.path("energy_epsilon");
        require(absent(epsilon) || isAmount(epsilon), file, "energy_epsilon", epsilon, "a number, not below 0");
        JsonNode form = root.path("laplacian_form");
        require(absent(form) || form.isTextual(), file, "laplacian_form", form, "a text");
        JsonNode sha256 = root.path("sha256");
        require(absent(sha256) || sha256.isTextual(), file, "sha256", sha256, "a text");
        return new Facts(
                name.textValue(),
                features.intValue(),
                absent(items) ? OptionalLong.empty() : OptionalLong.of(items.longValue()),
                absent(form) ? LaplacianForm.COMBINATORIAL : form(form.textValue(), file),
                absent(tau) ? OptionalDouble.empty() : OptionalDouble.of(tau.doubleValue()),
                absent(epsilon) ? Taumode.EPSILON : epsilon.doubleValue(),
                absent(sha256) ? Optional.empty() : Optional.of(sha256.textValue()),
                projection(root.path("projection"), file));
    }

    private static Optional<Projection> projection(JsonNode projection, Path file) {
        if (absent(projection)) {
            return Optional.empty();
        }
        JsonNode from = projection.path("from");
        JsonNode seed = projection.path("seed");
        require(
                isCount(from) && seed.isIntegralNumber() && seed.canConvertToLong(),
                file,
                "projection",
                projection,
                "whole numbers from and seed");
        return Optional.of(new Projection(from.intValue(), seed.longValue()));
    }

    /** Other writers may say that there is nothing to say. */
    private static boolean absent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    private static boolean isCount(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToInt() && node.intValue() >= 0;
    }

    private static boolean isIndex(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToLong() && node.longValue() >= 0;
    }

    private static boolean isAmount(JsonNode node) {
        return node.isNumber() && node.doubleValue() >= 0 && Double.isFinite(node.doubleValue());
    }

    /** A key that is there but not as it must be would otherwise count as one that is not there. */
    private static void require(boolean holds, Path file, String key, JsonNode found, String rule) {
        if (!holds) {
            throw new InvalidInput("'%s' has %s in %s, must be %s".formatted(file, Excerpt.line(found), key, rule));
        }
    }

    private static LaplacianForm form(String spelled, Path file) {
        for (LaplacianForm form : LaplacianForm.values()) {
            if (spelling(form).equals(spelled)) {
                return form;
            }
        }
        throw new InvalidInput("'%s' has laplacian_form '%s', known are %s"
                .formatted(
                        file,
                        Excerpt.line(spelled),
                        Arrays.stream(LaplacianForm.values())
                                .map(ManifoldJson::spelling)
                                .toList()));
    }

    private static String spelling(LaplacianForm form) {
        return Settings.spelling(form);
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
        tau.value().ifPresent(value -> root.put("tau_value", value));
        root.put("tau_rule", tau.rule());
        root.put("energy_epsilon", tau.epsilon());
        root.put("knn_rule", wiring.neighbours());
        root.put("laplacian_form", spelling(form));
        projection.ifPresent(given -> root.put("projection", given));
        root.put("sha256", manifold.sha256());
        return root;
    }

    /** Every key arrowspace writes; those of stages that did not run say that they were off. */
    private Map<String, Object> builder() {
        Optional<Clusters> clusters = wiring.clusters();
        Map<String, Object> builder = new LinkedHashMap<>();
        builder.put("nitems", tagged("Usize", items));
        builder.put("nfeatures", tagged("Usize", manifold.laplacian().size()));
        builder.put("lambda_eps", tagged("F64", wiring.epsilon()));
        builder.put("lambda_k", tagged("Usize", clusters.map(Clusters::k).orElse(wiring.topk())));
        builder.put("lambda_topk", tagged("Usize", wiring.topk()));
        builder.put("lambda_p", tagged("F64", wiring.power()));
        builder.put("lambda_sigma", tagged("OptionF64", wiring.sigma()));
        builder.put("synthesis", tagged("TauMode", tau.synthesis()));
        builder.put(
                "normalise", tagged("Bool", clusters.map(Clusters::normalise).orElse(false)));
        builder.put(
                "sparsity_check",
                tagged("Bool", clusters.map(Clusters::sparsityCheck).orElse(false)));
        builder.put(
                "sampling",
                tagged(
                        "OptionSamplerType",
                        clusters.flatMap(Clusters::sampling)
                                .map(type -> tagged(type, clusters.get().samplingRate()))
                                .orElse(null)));
        builder.put(
                "cluster_max_clusters",
                tagged("OptionUsize", clusters.map(Clusters::most).orElse(null)));
        double arrowspaceRadius = 1;
        builder.put(
                "cluster_radius", tagged("F64", clusters.map(Clusters::radius).orElse(arrowspaceRadius)));
        builder.put(
                "clustering_seed",
                tagged("OptionU64", clusters.map(Clusters::seed).orElse(null)));
        builder.put("deterministic_clustering", tagged("Bool", true));
        builder.put("prebuilt_spectral", tagged("Bool", false));
        builder.put(
                "use_dims_reduction",
                tagged("Bool", clusters.map(Clusters::dimsReduction).orElse(false)));
        builder.put("extra_dims_reduction", tagged("Bool", false));
        double arrowspaceDistortion = 0.3;
        builder.put("rp_eps", tagged("F64", clusters.map(Clusters::rpEps).orElse(arrowspaceDistortion)));
        return builder;
    }

    private static Map<String, @Nullable Object> tagged(String type, @Nullable Object value) {
        Map<String, @Nullable Object> tagged = new LinkedHashMap<>();
        tagged.put(type, value);
        return tagged;
    }
}
