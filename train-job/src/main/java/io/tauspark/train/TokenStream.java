package io.tauspark.train;

import io.tauspark.corpus.Document;
import io.tauspark.corpus.ShardPart;
import io.tauspark.corpus.ShardReader;
import io.tauspark.corpus.Tokenizer;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Documents of some shards as one sequence of tokens, a separator before each document and one at the end. */
public final class TokenStream {
    private static final int FIRST_CAPACITY = 1 << 16;

    private int[] tokens = new int[FIRST_CAPACITY];
    private int length;

    private TokenStream() {}

    static int[] of(Path shards, List<ShardPart> parts, Tokenizer tokenizer, Configuration hadoop) throws IOException {
        return of(shards, parts, document -> true, tokenizer, hadoop);
    }

    /** The same of some documents only. */
    public static int[] of(
            Path shards, List<ShardPart> parts, Predicate<Document> taken, Tokenizer tokenizer, Configuration hadoop)
            throws IOException {
        TokenStream stream = new TokenStream();
        for (ShardPart part : parts) {
            try (ShardReader documents = ShardReader.open(shards, part, hadoop)) {
                while (documents.hasNext()) {
                    Document document = documents.next();
                    if (taken.test(document)) {
                        stream.append(tokenizer.separator());
                        stream.append(tokenizer.encode(document.text()));
                    }
                }
            }
        }
        stream.append(tokenizer.separator());
        return Arrays.copyOf(stream.tokens, stream.length);
    }

    private void append(int... ids) {
        if (length + ids.length > tokens.length) {
            tokens = Arrays.copyOf(tokens, Math.max(length + ids.length, Math.multiplyExact(tokens.length, 2)));
        }
        System.arraycopy(ids, 0, tokens, length, ids.length);
        length += ids.length;
    }
}
