package io.tauspark.bench.scale;

import io.tauspark.bench.speed.RandomMemory;
import io.tauspark.memory.DomainMemory;
import io.tauspark.memory.LaplacianForm;
import io.tauspark.memory.Manifold;
import io.tauspark.memory.ManifoldJson;
import io.tauspark.memory.ManifoldParquet;
import io.tauspark.shards.CorpusFields;
import io.tauspark.shards.Document;
import io.tauspark.shards.GzipLines;
import io.tauspark.shards.ShardManifest;
import io.tauspark.shards.ShardPart;
import io.tauspark.shards.Split;
import io.tauspark.store.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Shards of random words and the memory of a random graph: a step costs the same whatever it learns from. */
final class MadeUpInputs {
    private static final long SEED = 17;
    private static final int WORDS_OF_A_DOCUMENT = 100;
    private static final int LETTERS = 26;
    private static final int LONGEST_WORD = 8;

    private MadeUpInputs() {}

    /**
     * Writes shards.
     *
     * @param parts of training
     * @param tokens that each part has at least, whatever the tokenizer: every word is one or more
     */
    static void writeShards(Path directory, int parts, int tokens, Configuration hadoop) throws IOException {
        Random random = new Random(SEED);
        List<ShardPart> written = new ArrayList<>();
        for (int number = 0; number < parts; number++) {
            written.add(part(directory, Split.TRAIN, number, tokens, random, hadoop));
        }
        written.add(part(directory, Split.VALIDATION, 0, tokens, random, hadoop));
        long documents = written.stream().mapToLong(ShardPart::documents).sum();
        ShardManifest.of(written, Map.of(), 0, 0, documents, SEED, "random words", new CorpusFields("text", "id"))
                .write(directory, hadoop);
    }

    /** Writes a memory of so many features. */
    static void writeMemory(Path directory, int features, Configuration hadoop) throws IOException {
        Manifold manifold = ManifoldParquet.write(
                new Path(directory, DomainMemory.MATRIX), "random", RandomMemory.laplacian(features, SEED), hadoop);
        // No documents are behind the graph, so its wiring says nothing; the reader wants the keys all the same.
        new ManifoldJson(
                        Instant.EPOCH,
                        0,
                        manifold,
                        LaplacianForm.COMBINATORIAL,
                        new ManifoldJson.Wiring(1, 1, 1, 1, "exact", Optional.empty()),
                        new ManifoldJson.Tau(OptionalDouble.empty(), "none", "Median", 0),
                        Optional.empty())
                .write(directory, hadoop);
    }

    private static ShardPart part(
            Path directory, Split split, int number, int tokens, Random random, Configuration hadoop)
            throws IOException {
        String name = String.format(Locale.ROOT, "%s/part-%05d.jsonl.gz", split.directory(), number);
        Iterator<String> lines = IntStream.rangeClosed(0, tokens / WORDS_OF_A_DOCUMENT)
                .mapToObj(i -> Json.line(new Document(name + "-" + i, text(random))))
                .iterator();
        GzipLines file = GzipLines.write(new Path(directory, name), new Path(directory, "attempts"), lines, hadoop);
        return new ShardPart(name, split, file.lines(), file.bytes(), file.sha256());
    }

    private static String text(Random random) {
        return IntStream.range(0, WORDS_OF_A_DOCUMENT)
                .mapToObj(unused -> word(random))
                .collect(Collectors.joining(" "));
    }

    private static String word(Random random) {
        return random.ints(1 + random.nextInt(LONGEST_WORD), 'a', 'a' + LETTERS)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }
}
