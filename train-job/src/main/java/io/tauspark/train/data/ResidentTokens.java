package io.tauspark.train.data;

import io.tauspark.shards.ShardPart;
import io.tauspark.tokens.TokenizerIdentity;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Token streams that stay in this JVM from one task to the next, so that a round does not read and tokenise its shards
 * again. The garbage collector may take one that no task holds; it is read again then. Streams belong to the content of
 * the shards, not to their paths alone. Nobody may change one.
 */
public final class ResidentTokens {
    private static final ConcurrentMap<Key, Stream> STREAMS = new ConcurrentHashMap<>();

    private ResidentTokens() {}

    /** Reads a stream. */
    public interface Source {
        int[] read() throws IOException;
    }

    /** The kind of number that a stream holds of each token. */
    public enum Numbers {
        TOKENS,
        BYTES
    }

    private record Key(String shards, List<String> sha256, TokenizerIdentity tokenizer, Numbers numbers) {}

    /**
     * The stream of some shards; read by one thread, while others that want the same one wait for it.
     *
     * @param shards directory of the shards
     */
    public static int[] of(
            String shards, List<ShardPart> parts, TokenizerIdentity tokenizer, Numbers numbers, Source source)
            throws IOException {
        List<String> content = parts.stream().map(ShardPart::sha256).toList();
        return STREAMS.computeIfAbsent(new Key(shards, content, tokenizer, numbers), key -> new Stream())
                .values(source);
    }

    private static final class Stream {
        private @Nullable SoftReference<int[]> resident;

        synchronized int[] values(Source source) throws IOException {
            int[] values = resident == null ? null : resident.get();
            if (values == null) {
                values = source.read();
                resident = new SoftReference<>(values);
            }
            return values;
        }
    }
}
