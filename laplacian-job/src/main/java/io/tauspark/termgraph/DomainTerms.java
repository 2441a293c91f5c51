package io.tauspark.termgraph;

import io.tauspark.config.InvalidInput;
import io.tauspark.memory.ManifoldParquet;
import io.tauspark.terms.TermSurvey;
import io.tauspark.terms.TermTable;
import io.tauspark.terms.TermsFile;
import io.tauspark.tokens.Tokenizer;
import io.tauspark.tokens.TokenizerSource;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * The terms of a domain: the tokens of a vocabulary as its documents use them. The same documents and settings give the
 * same bits, whatever the partitions, the executors and the order of documents; documents that are added to those of a
 * release give what all at once would have given. All sums are added in one order, by Java's own arithmetic, so that a
 * native BLAS changes nothing either.
 *
 * <p>The driver holds some four matrices of 2n rows and size + 32 columns of doubles, with n known tokens: 0.5 GB for
 * 50,304 tokens and the default size. Executors receive one of them at a time.
 */
public final class DomainTerms implements AutoCloseable {
    /** The matrix of the term graph in a release, in arrowspace's form. */
    public static final String GRAPH = "terms.parquet";

    private final TermsConfig config;
    private final Cooccurrence counts;
    private final KnownTerms known;
    private final TermGraph graph;
    private final TermTable table;
    private final double tau;

    private DomainTerms(
            TermsConfig config, Cooccurrence counts, KnownTerms known, TermGraph graph, TermTable table, double tau) {
        this.config = config;
        this.counts = counts;
        this.known = known;
        this.graph = graph;
        this.table = table;
        this.tau = tau;
    }

    /**
     * Counts documents and makes vectors, graph and eigenvectors of the counts.
     *
     * @param texts one for each document
     * @param config asks for terms
     * @param earlier counts of documents that a release has read
     * @param stage told the name of each stage at its end
     * @throws InvalidInput if too few tokens are known, or hardly any stand near others, or the vocabulary is too large
     */
    public static DomainTerms of(
            JavaRDD<String> texts, TermsConfig config, Optional<Cooccurrence.Carried> earlier, Consumer<String> stage) {
        TokenizerSource tokenizer = Objects.requireNonNull(config.tokenizer(), "the tokenizer of terms");
        requireRoom(tokenizer, config);
        Cooccurrence counts = Cooccurrence.of(texts, tokenizer, config.windows(), earlier);
        try {
            stage.accept("term counts");
            return of(counts, tokenizer, config, JavaSparkContext.fromSparkContext(texts.context()), stage);
        } catch (RuntimeException failed) {
            counts.close();
            throw failed;
        }
    }

    private static DomainTerms of(
            Cooccurrence counts,
            TokenizerSource tokenizer,
            TermsConfig config,
            JavaSparkContext spark,
            Consumer<String> stage) {
        KnownTerms known = new KnownTerms(counts.counts(), config.minCount());
        requireEnough(known.size(), config, "occur terms.min-count=" + config.minCount() + " times");
        Factors substitution;
        Factors topical;
        try (ContextMatrices matrices = ContextMatrices.of(counts, known, config.contexts())) {
            substitution = Factors.of(matrices.placed(), matrices.placing(), config.size());
            topical = Factors.of(matrices.about(), matrices.aboutOf(), config.size());
        }
        stage.accept("term vectors");
        UnitVectors vectors = new UnitVectors(topical.stored(), known.size(), config.size());
        TermGraph graph = TermGraph.of(spark, vectors, config.topk());
        int placed = (int) Arrays.stream(graph.components())
                .filter(component -> component >= 0)
                .count();
        requireEnough(placed, config, "stand near others more often than by chance");
        stage.accept("term graph");
        Lanczos.Pairs pairs = Lanczos.lowest(graph, config.rank());
        stage.accept("term spectrum");
        double tau = tau(graph.energies());
        TermTable table = new TermTable(
                tokenizer.identity(),
                counts.counts(),
                config.size(),
                spread(substitution.stored(), known, config.size()),
                spread(topical.stored(), known, config.size()),
                pairs.values(),
                eigenvectors(pairs, known),
                lambda(graph.energies(), tau, known));
        return new DomainTerms(config, counts, known, graph, table, tau);
    }

    /** A matrix of 2n rows, the largest there is, has to fit a Java array. */
    private static void requireRoom(TokenizerSource tokenizer, TermsConfig config) {
        int vocabulary = tokenizer.identity().vocabulary();
        int widest = Math.max(config.size() + Factors.EXTRA, config.rank());
        if (2L * vocabulary * widest > Integer.MAX_VALUE) {
            throw new InvalidInput(String.format(
                    Locale.ROOT,
                    "tokenizer '%s' has %d tokens, vectors of terms.size=%d and terms.rank=%d are possible for %d; lower"
                            + " these or take a smaller vocabulary",
                    tokenizer.identity().kind(),
                    vocabulary,
                    config.size(),
                    config.rank(),
                    Integer.MAX_VALUE / 2 / widest));
        }
    }

    private static void requireEnough(int found, TermsConfig config, String what) {
        int needed = config.fewestTerms();
        if (found < needed) {
            throw new InvalidInput(String.format(
                    Locale.ROOT,
                    "%d tokens %s, a term graph needs %d: more than terms.size=%d, terms.rank=%d and terms.topk=%d; give more"
                            + " documents, lower these, or set terms.tokenizer = none",
                    found,
                    what,
                    needed,
                    config.size(),
                    config.rank(),
                    config.topk()));
        }
    }

    /** Rows of known tokens at the places of their ids, zeros elsewhere. */
    private static float[] spread(float[] rows, KnownTerms known, int width) {
        float[] spread = new float[Math.multiplyExact(known.vocabulary(), width)];
        for (int term = 0; term < known.size(); term++) {
            System.arraycopy(rows, term * width, spread, known.token(term) * width, width);
        }
        return spread;
    }

    private static float[] eigenvectors(Lanczos.Pairs pairs, KnownTerms known) {
        int rank = pairs.values().length;
        float[] rows = new float[known.size() * rank];
        for (int k = 0; k < rank; k++) {
            for (int term = 0; term < known.size(); term++) {
                rows[term * rank + k] = (float) pairs.vectors()[k][term];
            }
        }
        return spread(rows, known, rank);
    }

    /** The median energy of the terms that have one; 1 if none has, all being the same. */
    private static double tau(double[] energies) {
        double[] sorted =
                Arrays.stream(energies).filter(energy -> energy > 0).sorted().toArray();
        return sorted.length == 0 ? 1 : (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    /** λ = E / (E + τ) of the terms; 0 of all other tokens. */
    private static float[] lambda(double[] energies, double tau, KnownTerms known) {
        float[] lambda = new float[known.size()];
        for (int term = 0; term < lambda.length; term++) {
            lambda[term] = (float) (energies[term] / (energies[term] + tau));
        }
        return spread(lambda, known, 1);
    }

    /** What a model learns of them. */
    public TermTable table() {
        return table;
    }

    /** What there is to see of them. */
    public TermSurvey survey() {
        try (Tokenizer tokenizer = Objects.requireNonNull(config.tokenizer(), "the tokenizer of terms")
                .open()) {
            return new TermChoice(table, known, graph, tokenizer).survey(tau);
        }
    }

    /** What identifies them. */
    public Map<String, Object> provenance() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("tokenizer", table.tokenizer());
        facts.put("known", known.size());
        facts.put("edges", graph.edges());
        facts.put("sigma", graph.sigma());
        return facts;
    }

    /**
     * Writes the files of the terms into a release.
     *
     * @param name of the memory
     * @return the description that was written with them
     */
    public TermsFile write(Path release, String name, SparkSession spark) throws IOException {
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        counts.write(new Path(release, Cooccurrence.FILE), spark);
        ManifoldParquet.writeAlone(new Path(release, GRAPH), name, graph.laplacian(known), hadoop);
        TermsFile description = new TermsFile(
                TermsFile.FORMAT,
                table.tokenizer(),
                known.size(),
                config.minCount(),
                config.near(),
                config.around(),
                table.write(release, hadoop));
        description.write(release, hadoop);
        return description;
    }

    @Override
    public void close() {
        counts.close();
    }
}
