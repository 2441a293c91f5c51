package io.tauspark.terms;

import io.tauspark.config.InvalidInput;
import io.tauspark.store.Safetensors;
import io.tauspark.store.Sha256;
import io.tauspark.store.Storage;
import io.tauspark.store.Tensor;
import io.tauspark.tokens.TokenizerIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.Buffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What a memory knows of the tokens of one vocabulary, from how often they stand near each other in its documents. V is
 * the vocabulary, S the length of a vector in each space, R the number of eigenvectors. A token that is too rare to be
 * known is a row of zeros.
 *
 * @param tokenizer whose ids the rows are
 * @param counts how often each token occurs in the documents, [V]
 * @param size S
 * @param substitution vectors [V, S] of which tokens can stand in each other's place: factors U√σ of the pointwise mutual
 *     information of a token with those right before and right after it, the largest first
 * @param topical vectors [V, S] of which tokens occur together: factors of the pointwise mutual information of a token with
 *     those around it, the largest first
 * @param eigenvalues the lowest of the term graph's normalised Laplacian beyond the trivial one, ascending, [R]
 * @param eigenvectors of these, [V, R]; columns have length 1
 * @param lambda of each token on the term graph, [V]
 */
public record TermTable(
        TokenizerIdentity tokenizer,
        long[] counts,
        int size,
        float[] substitution,
        float[] topical,
        double[] eigenvalues,
        float[] eigenvectors,
        float[] lambda) {
    /** Its file in a release. */
    public static final String FILE = "terms.safetensors";

    private static final String FORMAT = "1";

    /** @throws IllegalArgumentException if the arrays are not of one vocabulary */
    public TermTable {
        long rows = counts.length;
        if (rows != tokenizer.vocabulary()
                || substitution.length != rows * size
                || topical.length != rows * size
                || eigenvectors.length != rows * eigenvalues.length
                || lambda.length != rows) {
            throw new IllegalArgumentException("the arrays of a term table are not of one vocabulary: "
                    + List.of(
                            rows, size, substitution.length, topical.length, eigenvalues.length, eigenvectors.length));
        }
    }

    /** Ids of the vocabulary, V. */
    public int vocabulary() {
        return counts.length;
    }

    /** Whether a token has a vector; one that is too rare has none. */
    public boolean knows(int token) {
        return !UnitVector.isZero(substitution, token * size, size) || !UnitVector.isZero(topical, token * size, size);
    }

    /** Eigenvectors, R. */
    public int rank() {
        return eigenvalues.length;
    }

    /**
     * Writes the file into a release.
     *
     * @return its SHA-256, which {@link TermsFile} keeps
     */
    public String write(Path release, Configuration hadoop) throws IOException {
        MessageDigest sha256 = Sha256.digest();
        Path file = new Path(release, FILE);
        try (OutputStream out = new DigestOutputStream(Storage.of(file, hadoop).create(file, true), sha256)) {
            content().write(out);
        }
        return Sha256.hex(sha256.digest());
    }

    private Safetensors content() {
        return new Safetensors(
                Map.of("format", FORMAT, "tokenizer.kind", tokenizer.kind(), "tokenizer.sha256", tokenizer.sha256()),
                List.of(
                        Tensor.of("counts", LongBuffer.wrap(counts), counts.length),
                        Tensor.of("substitution", FloatBuffer.wrap(substitution), counts.length, size),
                        Tensor.of("topical", FloatBuffer.wrap(topical), counts.length, size),
                        Tensor.of("eigenvalues", DoubleBuffer.wrap(eigenvalues), eigenvalues.length),
                        Tensor.of("eigenvectors", FloatBuffer.wrap(eigenvectors), counts.length, eigenvalues.length),
                        Tensor.of("lambda", FloatBuffer.wrap(lambda), counts.length)));
    }

    /**
     * The terms of a release; empty if it was built without.
     *
     * @throws InvalidInput if the file is damaged, of a format that this version does not read, or not the one that the
     *     {@link TermsFile} beside it was written for
     */
    public static Optional<TermTable> load(Path release, Configuration hadoop) throws IOException {
        Path file = new Path(release, FILE);
        if (!Storage.of(file, hadoop).exists(file)) {
            return Optional.empty();
        }
        Optional<TermsFile> description = TermsFile.read(release, hadoop);
        MessageDigest sha256 = Sha256.digest();
        try (InputStream in = new DigestInputStream(Storage.of(file, hadoop).open(file), sha256)) {
            long length = Storage.of(file, hadoop).getFileStatus(file).getLen();
            TermTable table = of(Safetensors.read(in, length, "its content"));
            String found = Sha256.hex(sha256.digest());
            if (description.isPresent() && !description.get().sha256().equals(found)) {
                throw new InvalidInput("it has SHA-256 %s, %s was written for %s"
                        .formatted(found, TermsFile.NAME, description.get().sha256()));
            }
            return Optional.of(table);
        } catch (IllegalArgumentException broken) {
            throw new InvalidInput("file '%s': %s; restore it".formatted(file, broken.getMessage()), broken);
        }
    }

    private static TermTable of(Safetensors stored) {
        String format = stored.metadata().getOrDefault("format", "none");
        if (!format.equals(FORMAT)) {
            throw new InvalidInput("it has format %s, this version reads %s".formatted(format, FORMAT));
        }
        long[] counts = values(stored, "counts", LongBuffer.class).array();
        Tensor substitution = stored.tensor("substitution");
        return new TermTable(
                new TokenizerIdentity(
                        stored.metadata().getOrDefault("tokenizer.kind", ""),
                        counts.length,
                        stored.metadata().getOrDefault("tokenizer.sha256", "")),
                counts,
                Math.toIntExact(substitution.shape().get(substitution.shape().size() - 1)),
                values(stored, "substitution", FloatBuffer.class).array(),
                values(stored, "topical", FloatBuffer.class).array(),
                values(stored, "eigenvalues", DoubleBuffer.class).array(),
                values(stored, "eigenvectors", FloatBuffer.class).array(),
                values(stored, "lambda", FloatBuffer.class).array());
    }

    /** The values of a tensor, in an array of their own, as {@link Safetensors#read} makes them. */
    private static <B extends Buffer> B values(Safetensors stored, String name, Class<B> buffer) {
        return stored.values(name, buffer);
    }
}
