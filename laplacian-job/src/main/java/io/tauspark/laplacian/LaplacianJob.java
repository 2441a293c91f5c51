package io.tauspark.laplacian;

import com.typesafe.config.Config;
import io.tauspark.config.InvalidInput;
import io.tauspark.config.Settings;
import io.tauspark.corpus.Corpus;
import io.tauspark.corpus.CorpusConfig;
import io.tauspark.corpus.CorpusFields;
import io.tauspark.corpus.CorpusFormat;
import io.tauspark.corpus.TextUnit;
import io.tauspark.embed.WordsEmbedder;
import io.tauspark.graph.FeatureGram;
import io.tauspark.graph.FeatureGraph;
import io.tauspark.job.SparkJobCommand;
import io.tauspark.memory.Laplacian;
import io.tauspark.memory.LaplacianHealth;
import io.tauspark.store.Stopwatch;
import io.tauspark.store.Storage;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;

/** Builds a domain memory from a corpus and publishes it as a new release. */
@Command(
        name = "laplacian",
        description = "Builds the feature-graph Laplacian of a corpus and publishes it as a new release of a memory.")
public final class LaplacianJob extends SparkJobCommand<LaplacianConfig> {
    private static final CorpusFields FIELDS = new CorpusFields("text", "id");
    private static final long RECORD_LIMIT = 16L << 20;

    public LaplacianJob() {
        super("laplacian");
    }

    public static void main(String[] args) {
        main(new LaplacianJob(), args);
    }

    /** The defaults. */
    public static Config defaults() {
        return Settings.reference(LaplacianJob.class, "laplacian");
    }

    /** The defaults with {@code key=value} settings over them, for notebooks. */
    public static LaplacianConfig configure(String... overrides) {
        return Settings.read(defaults(), null, List.of(overrides), LaplacianConfig::from);
    }

    /**
     * Embeds the documents, wires and checks the graph, and publishes it with the energy and λ of every document.
     * Nothing is written before all of it is known.
     *
     * @throws InvalidInput if the documents cannot be read, are too few, or give no sound Laplacian
     */
    public static LaplacianReport run(SparkSession spark, LaplacianConfig config) throws IOException {
        Stopwatch stages = new Stopwatch();
        Path output = Storage.qualified(config.output(), spark.sparkContext().hadoopConfiguration());
        try (Corpus corpus = Corpus.read(spark, documents(config))) {
            stages.lap("read");
            WordsEmbedder embedder =
                    WordsEmbedder.fit(corpus.documents(), corpus.intake().accepted(), config.embed(), config.seed());
            stages.lap("fit");
            try (Embedding embedding = Embedding.of(embedder.embed(corpus.documents()))) {
                stages.lap("embed");
                FeatureGram gram =
                        FeatureGram.of(embedding.known(), config.embed().dimension());
                stages.lap("gram");
                Laplacian laplacian = FeatureGraph.laplacian(gram, config.graph());
                LaplacianHealth health = LaplacianHealth.of(laplacian);
                health.requireSound();
                stages.lap("graph");
                DocumentEnergies energies = DocumentEnergies.of(embedding, laplacian);
                stages.lap("energies");
                return new Release(config, corpus, embedder.vocabulary(), laplacian, health, energies)
                        .publish(spark, output, stages);
            }
        }
    }

    @Override
    protected Config reference() {
        return defaults();
    }

    @Override
    protected LaplacianConfig configure(Settings settings) {
        return LaplacianConfig.from(settings);
    }

    @Override
    protected void work(SparkSession spark, LaplacianConfig config) throws IOException {
        System.out.print(run(spark, config).summary());
    }

    private static CorpusConfig documents(LaplacianConfig config) {
        return new CorpusConfig(config.input(), CorpusFormat.JSONL, TextUnit.LINE, FIELDS, "", RECORD_LIMIT, 1);
    }
}
