package io.tauspark.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.shards.ShardPart;
import io.tauspark.shards.Split;
import io.tauspark.tokens.TokenizerIdentity;
import io.tauspark.tokens.TokenizerSource;
import io.tauspark.train.data.ResidentTokens.Numbers;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ResidentTokensTest {
    private static final TokenizerIdentity TOKENIZER = TokenizerSource.bytes().identity();

    private final AtomicInteger reads = new AtomicInteger();

    @Test
    void shardsAreReadOnceHoweverManyThreadsWantThem() {
        Set<Integer> identities = ConcurrentHashMap.newKeySet();
        int[] held = tokens("threads", "a", Numbers.TOKENS);
        IntStream.range(0, 64)
                .parallel()
                .forEach(i -> identities.add(System.identityHashCode(tokens("threads", "a", Numbers.TOKENS))));
        assertThat(reads).hasValue(1);
        assertThat(identities).containsExactly(System.identityHashCode(held));
    }

    @Test
    void otherContentIsReadAnew() {
        int[] first = tokens("content", "a", Numbers.TOKENS);
        int[] bytes = tokens("content", "a", Numbers.BYTES);
        int[] second = tokens("content", "b", Numbers.TOKENS);
        assertThat(reads).hasValue(3);
        assertThat(List.of(first, bytes, second)).doesNotHaveDuplicates();
    }

    @Test
    void aFailureIsNotKept() throws IOException {
        List<ShardPart> parts = List.of(part("failed"));
        assertThatThrownBy(() -> ResidentTokens.of("failing", parts, TOKENIZER, Numbers.TOKENS, () -> {
                    throw new IOException("the disk is gone");
                }))
                .hasMessage("the disk is gone");
        assertThat(ResidentTokens.of("failing", parts, TOKENIZER, Numbers.TOKENS, () -> new int[] {7}))
                .containsExactly(7);
    }

    private int[] tokens(String shards, String content, Numbers numbers) {
        try {
            return ResidentTokens.of(shards, List.of(part(content)), TOKENIZER, numbers, () -> {
                return new int[] {reads.incrementAndGet()};
            });
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static ShardPart part(String sha256) {
        return new ShardPart("train/part-00000.jsonl.gz", Split.TRAIN, 1, 1, sha256);
    }
}
