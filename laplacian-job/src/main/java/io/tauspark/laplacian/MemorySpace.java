package io.tauspark.laplacian;

import io.tauspark.config.InvalidInput;
import io.tauspark.corpus.CorpusConfig;
import io.tauspark.corpus.read.Corpus;
import io.tauspark.corpus.read.VectorCorpus;
import io.tauspark.embed.Embedder;
import io.tauspark.embed.StoredEmbedder;
import io.tauspark.graph.RandomProjection;
import io.tauspark.memory.DomainMemory;
import io.tauspark.memory.ManifoldJson;
import io.tauspark.store.Storage;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** The space of a memory's vectors, and the way into it for documents that come after the memory was built. */
public final class MemorySpace {
    private final SparkSession spark;
    private final DomainMemory memory;
    private @Nullable Embedder embedder;

    public MemorySpace(SparkSession spark, DomainMemory memory) {
        this.spark = spark;
        this.memory = memory;
    }

    /**
     * Opens documents: with the vectors that they bring, or with those that the memory's own embedder gives their texts.
     *
     * @throws InvalidInput if they cannot be read, or do not fit the memory
     */
    public DocumentVectors open(CorpusConfig config) throws IOException {
        if (!config.embedding().isEmpty()) {
            return new GivenVectors(VectorCorpus.read(spark, config, OptionalInt.of(features())), Optional.empty());
        }
        Embedder own = embedder();
        Corpus corpus = Corpus.read(spark, config);
        return new EmbeddedTexts(corpus, corpus.documents(), own);
    }

    /**
     * The embedder that the memory keeps.
     *
     * @throws InvalidInput if it keeps none, or one that cannot be used
     */
    public Embedder embedder() throws IOException {
        if (embedder == null) {
            Path stored = new Path(memory.directory(), StoredEmbedder.DIRECTORY);
            if (!Storage.of(stored, spark.sparkContext().hadoopConfiguration()).exists(stored)) {
                throw new InvalidInput(
                        "memory '%s' keeps no embedder for texts; name the field with the documents' vectors as embedding"
                                .formatted(memory.directory()));
            }
            embedder = StoredEmbedder.load(stored, spark);
        }
        return embedder;
    }

    /** What a vector goes through before it meets the Laplacian, if anything. */
    public Optional<RandomProjection> projection() {
        return memory.projection()
                .map(given ->
                        new RandomProjection(given.from(), memory.laplacian().size(), given.seed()));
    }

    /** Numbers per vector. */
    public int features() {
        return memory.projection()
                .map(ManifoldJson.Projection::from)
                .orElse(memory.laplacian().size());
    }
}
