package io.tauspark.embed;

import io.tauspark.config.InvalidInput;
import io.tauspark.store.Safetensors;
import io.tauspark.store.Sha256;
import io.tauspark.store.Storage;
import io.tauspark.store.Tensor;
import io.tauspark.terms.TermTable;
import io.tauspark.terms.UnitVector;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Vectors of the known tokens of a vocabulary, and the document vectors that they give. The file {@code terms.safetensors}
 * has the tensors {@code tokens} [terms] and {@code vectors} [terms, dimension].
 */
final class TermVectors implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final String FILE = "terms.safetensors";

    private final int dimension;
    private final int[] tokens;
    private final float[] vectors;
    /** Row of each token, or −1. */
    private final int[] rows;

    private TermVectors(int vocabulary, int dimension, int[] tokens, float[] vectors) {
        this.dimension = dimension;
        this.tokens = tokens;
        this.vectors = vectors;
        rows = new int[vocabulary];
        Arrays.fill(rows, -1);
        for (int row = 0; row < tokens.length; row++) {
            rows[tokens[row]] = row;
        }
    }

    /**
     * The vectors of a memory's terms: one half of the features from the directions of substitution, the other from the
     * topical ones, each half of length one.
     *
     * @param dimension even, at most twice the size of the table
     */
    static TermVectors of(TermTable table, int dimension) {
        int half = dimension / 2;
        int size = table.size();
        int[] tokens =
                IntStream.range(0, table.vocabulary()).filter(table::knows).toArray();
        float[] vectors = new float[Math.multiplyExact(tokens.length, dimension)];
        for (int row = 0; row < tokens.length; row++) {
            UnitVector.copy(table.substitution(), tokens[row] * size, half, vectors, row * dimension);
            UnitVector.copy(table.topical(), tokens[row] * size, half, vectors, row * dimension + half);
        }
        return new TermVectors(table.vocabulary(), dimension, tokens, vectors);
    }

    int dimension() {
        return dimension;
    }

    int size() {
        return tokens.length;
    }

    /** The mean of the vectors of a document's known tokens, added up in their order; zero without any. */
    double[] document(int[] document) {
        double[] sum = new double[dimension];
        int known = 0;
        for (int token : document) {
            int row = rows[token];
            if (row >= 0) {
                known++;
                int begin = row * dimension;
                for (int feature = 0; feature < dimension; feature++) {
                    sum[feature] += vectors[begin + feature];
                }
            }
        }
        for (int feature = 0; feature < dimension && known > 0; feature++) {
            sum[feature] /= known;
        }
        return sum;
    }

    /** The content of the file: the same vectors give the same bytes. */
    byte[] content() {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        try {
            new Safetensors(
                            Map.of("vocabulary", Integer.toString(rows.length)),
                            List.of(
                                    Tensor.of("tokens", IntBuffer.wrap(tokens), tokens.length),
                                    Tensor.of("vectors", FloatBuffer.wrap(vectors), tokens.length, dimension)))
                    .write(content);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return content.toByteArray();
    }

    void write(Path directory, Configuration hadoop) throws IOException {
        Storage.write(new Path(directory, FILE), content(), hadoop);
    }

    /**
     * Reads the file back.
     *
     * @param sha256 of its content
     * @param vocabulary of the tokenizer
     * @throws InvalidInput if it is missing, damaged or not that one
     */
    static TermVectors read(Path directory, String sha256, int vocabulary, Configuration hadoop) throws IOException {
        Path file = new Path(directory, FILE);
        byte[] content = Storage.read(file, hadoop);
        String found = Sha256.of(content);
        if (!found.equals(sha256)) {
            throw new InvalidInput(
                    "term vectors '%s' are damaged: their checksum is %s, %s says %s; restore the file or build the memory again"
                            .formatted(file, found, EmbedderFile.NAME, sha256));
        }
        Safetensors stored = Safetensors.read(new ByteArrayInputStream(content), content.length, "file '" + file + "'");
        int[] tokens = stored.values("tokens", IntBuffer.class).array();
        Tensor vectors = stored.tensor("vectors");
        if (Arrays.stream(tokens).anyMatch(token -> token < 0 || token >= vocabulary)) {
            throw new InvalidInput(String.format(
                    Locale.ROOT,
                    "term vectors '%s' are not of a vocabulary of %d tokens; restore the file",
                    file,
                    vocabulary));
        }
        return new TermVectors(vocabulary, Math.toIntExact(vectors.shape().get(1)), tokens, vectors.floats());
    }
}
