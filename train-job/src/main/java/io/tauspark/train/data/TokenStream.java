package io.tauspark.train.data;

import io.tauspark.shards.Document;
import io.tauspark.shards.ShardPart;
import io.tauspark.shards.ShardReader;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** One number for each token of some shards, documents one after the other, with a separator around each. */
public final class TokenStream {
    private static final int FIRST_CAPACITY = 1 << 16;

    private int[] values = new int[FIRST_CAPACITY];
    private int length;

    private TokenStream() {}

    /**
     * Reads shards.
     *
     * @param numbers of the tokens of a text
     * @param separator number before each document and at the end
     */
    public static int[] of(
            Path shards, List<ShardPart> parts, Function<String, int[]> numbers, int separator, Configuration hadoop)
            throws IOException {
        return of(shards, parts, document -> true, numbers, separator, hadoop);
    }

    /** The same of some documents only. */
    public static int[] of(
            Path shards,
            List<ShardPart> parts,
            Predicate<Document> taken,
            Function<String, int[]> numbers,
            int separator,
            Configuration hadoop)
            throws IOException {
        TokenStream stream = new TokenStream();
        stream.read(shards, parts, taken, numbers, separator, Integer.MAX_VALUE, hadoop);
        return Arrays.copyOf(stream.values, stream.length);
    }

    /**
     * The number of tokens of some documents, or at least as many as are enough: no further document is read then.
     *
     * @param enough tokens
     */
    static int length(
            Path shards,
            List<ShardPart> parts,
            Predicate<Document> taken,
            Function<String, int[]> numbers,
            int enough,
            Configuration hadoop)
            throws IOException {
        TokenStream stream = new TokenStream();
        stream.read(shards, parts, taken, numbers, 0, enough, hadoop);
        return stream.length;
    }

    private void read(
            Path shards,
            List<ShardPart> parts,
            Predicate<Document> taken,
            Function<String, int[]> numbers,
            int separator,
            int enough,
            Configuration hadoop)
            throws IOException {
        for (ShardPart part : parts) {
            if (length >= enough) {
                return;
            }
            try (ShardReader documents = ShardReader.open(shards, part, hadoop)) {
                while (documents.hasNext() && length < enough) {
                    Document document = documents.next();
                    if (taken.test(document)) {
                        append(separator);
                        append(numbers.apply(document.text()));
                    }
                }
            }
        }
        append(separator);
    }

    private void append(int... more) {
        if (length + more.length > values.length) {
            values = Arrays.copyOf(values, Math.max(length + more.length, Math.multiplyExact(values.length, 2)));
        }
        System.arraycopy(more, 0, values, length, more.length);
        length += more.length;
    }
}
