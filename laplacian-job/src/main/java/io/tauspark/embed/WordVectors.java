package io.tauspark.embed;

import io.tauspark.config.InvalidInput;
import io.tauspark.store.Safetensors;
import io.tauspark.store.Sha256;
import io.tauspark.store.Storage;
import io.tauspark.store.Tensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Words and their vectors, and the document vectors that they give. Their files are {@code words.txt}, one word per
 * line, and {@code vectors.safetensors} with the tensor {@code vectors} [words, dimension] in the same order.
 */
final class WordVectors implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final String WORDS = "words.txt";
    private static final String VECTORS = "vectors.safetensors";
    private static final String TENSOR = "vectors";

    /** Row of every word. */
    private final HashMap<String, Integer> rows;

    private final float[] values;
    private final int dimension;

    /**
     * @param words in the order of the rows, all different
     * @param values row by row, [words, dimension]; not copied
     */
    WordVectors(List<String> words, float[] values, int dimension) {
        rows = new HashMap<>();
        for (String word : words) {
            rows.put(word, rows.size());
        }
        if (rows.size() != words.size() || (long) words.size() * dimension != values.length) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "%d words, %d of them different, do not fit %d values in rows of %d",
                    words.size(),
                    rows.size(),
                    values.length,
                    dimension));
        }
        this.values = values;
        this.dimension = dimension;
    }

    int dimension() {
        return dimension;
    }

    int size() {
        return rows.size();
    }

    /**
     * The sum of the vectors of a document's known words, divided by the number of all its words; zero without a known
     * word. Added up in the order of the words in double precision, as MLlib does, so that the bits are the same.
     */
    double[] document(String text) {
        List<String> words = Words.of(text);
        double[] sum = new double[dimension];
        for (String word : words) {
            Integer row = rows.get(word);
            if (row != null) {
                int begin = row * dimension;
                for (int feature = 0; feature < dimension; feature++) {
                    sum[feature] += values[begin + feature];
                }
            }
        }
        double share = words.isEmpty() ? 0 : 1.0 / words.size();
        for (int feature = 0; feature < dimension; feature++) {
            sum[feature] *= share;
        }
        return sum;
    }

    /** The content of the files by name: the same words and vectors give the same bytes. */
    SortedMap<String, byte[]> files() throws IOException {
        String[] words = new String[rows.size()];
        rows.forEach((word, row) -> words[row] = word);
        ByteArrayOutputStream vectors = new ByteArrayOutputStream();
        new Safetensors(Map.of(), List.of(Tensor.of(TENSOR, FloatBuffer.wrap(values), rows.size(), dimension)))
                .write(vectors);
        return new TreeMap<>(Map.of(
                WORDS, (String.join("\n", words) + "\n").getBytes(StandardCharsets.UTF_8),
                VECTORS, vectors.toByteArray()));
    }

    /**
     * Reads the files back.
     *
     * @param sha256 what {@link FileChecksums#together} gave for them
     * @throws InvalidInput if they are missing, damaged or not those
     */
    static WordVectors read(Path directory, String sha256, Configuration hadoop) throws IOException {
        SortedMap<String, String> checksums = new TreeMap<>();
        byte[] words = Storage.read(new Path(directory, WORDS), hadoop);
        byte[] vectors = Storage.read(new Path(directory, VECTORS), hadoop);
        checksums.put(WORDS, Sha256.of(words));
        checksums.put(VECTORS, Sha256.of(vectors));
        String found = FileChecksums.together(checksums);
        if (!found.equals(sha256)) {
            throw new InvalidInput(
                    ("word vectors '%s' are damaged: their checksum is %s, %s says %s; restore the files or"
                                    + " build the memory again")
                            .formatted(directory, found, EmbedderFile.NAME, sha256));
        }
        Tensor tensor = Safetensors.read(
                        new ByteArrayInputStream(vectors),
                        vectors.length,
                        "file '" + new Path(directory, VECTORS) + "'")
                .tensor(TENSOR);
        int dimension = Math.toIntExact(tensor.shape().get(1));
        return new WordVectors(new String(words, StandardCharsets.UTF_8).lines().toList(), tensor.floats(), dimension);
    }
}
