package io.tauspark.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The learning of merges from counted pre-tokens: again and again the pair that stands side by side most often becomes a
 * token. Of equally frequent pairs the one whose left part has the smaller bytes is taken, then the smaller right part. A
 * pair that would spell a token once more is never merged, so that every id has bytes of its own.
 *
 * <p>The queue keeps the count that a pair had when it was put in. Counts only fall once the pair's merge is over, so a
 * pair at the head whose count has fallen goes back with what it has now, and a pair at the head that has not is the
 * most frequent of all. For the same reason a pair is forgotten as soon as it is too rare. A merge costs the length of
 * the pre-tokens that have the pair.
 *
 * <p>Source: Sennrich, Haddow and Birch, Neural Machine Translation of Rare Words with Subword Units, ACL 2016.
 */
final class MergeLearner {
    private static final int BYTE_MASK = 0xFF;
    private static final int FIRST_WORDS = 4;

    private final Merges merges = new Merges();
    private final Set<String> spelled = new HashSet<>();
    private final List<Word> words = new ArrayList<>();
    private final Map<Long, Pair> pairs = new HashMap<>();
    private final PriorityQueue<Candidate> queue = new PriorityQueue<>(order());
    private final long leastCount;
    private long[] tokenCounts = new long[2 * ByteAlphabet.SIZE];

    /** A distinct pre-token as it is encoded by now. */
    private static final class Word {
        final long count;
        int[] ids;

        Word(int[] ids, long count) {
            this.ids = ids;
            this.count = count;
        }
    }

    /** The number of places where two tokens stand side by side, and the words that have or had such a place. */
    private static final class Pair {
        long count;
        int[] words = new int[FIRST_WORDS];
        int length;

        void in(int word) {
            if (length > 0 && words[length - 1] == word) {
                return;
            }
            if (length == words.length) {
                words = Arrays.copyOf(words, length + (length >> 1));
            }
            words[length++] = word;
        }
    }

    private record Candidate(long count, long pair) {}

    /** @param leastCount of a pair that is merged, at least 1 */
    MergeLearner(long leastCount) {
        this.leastCount = leastCount;
        for (int id = 0; id < ByteAlphabet.SIZE; id++) {
            spelled.add(text(merges.token(id)));
        }
    }

    /** Takes a distinct pre-token; all of them come before the first merge, in an order that does not matter. */
    void add(String preToken, long count) {
        byte[] bytes = preToken.getBytes(StandardCharsets.UTF_8);
        int[] ids = new int[bytes.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = bytes[i] & BYTE_MASK;
            tokenCounts[ids[i]] += count;
        }
        words.add(new Word(ids, count));
        for (int i = 1; i < ids.length; i++) {
            Pair pair = pairs.computeIfAbsent(Merges.pair(ids[i - 1], ids[i]), key -> new Pair());
            pair.count += count;
            pair.in(words.size() - 1);
        }
    }

    /** The number of pre-tokens. */
    int words() {
        return words.size();
    }

    /** The merges so far. */
    Merges merges() {
        return merges;
    }

    /** The number of times that a token stands in all pre-tokens as they are encoded by now. */
    long count(int token) {
        return tokenCounts[token];
    }

    /** Learns one more merge. Returns false if no pair is left that is frequent enough. */
    boolean learn() {
        if (merges.count() == 0) {
            List.copyOf(pairs.keySet()).forEach(this::offer);
        }
        while (!queue.isEmpty()) {
            Candidate candidate = queue.remove();
            Pair pair = pairs.get(candidate.pair());
            if (pair == null) {
                throw new IllegalStateException("a pair in the queue is not counted");
            }
            if (pair.count != candidate.count()) {
                offer(candidate.pair());
            } else if (spelled.add(text(merges.joined(candidate.pair())))) {
                merge(candidate.pair(), pair);
                return true;
            }
        }
        return false;
    }

    /** Puts a pair into the queue, or forgets it. */
    private void offer(long key) {
        Pair pair = pairs.get(key);
        if (pair != null && pair.count >= leastCount) {
            queue.add(new Candidate(pair.count, key));
        } else {
            pairs.remove(key);
        }
    }

    private void merge(long key, Pair pair) {
        int token = merges.add(key);
        if (token == tokenCounts.length) {
            tokenCounts = Arrays.copyOf(tokenCounts, 2 * token);
        }
        Set<Long> made = new HashSet<>();
        for (int i = 0; i < pair.length; i++) {
            rewrite(pair.words[i], key, token, made);
        }
        pairs.remove(key);
        made.forEach(this::offer);
    }

    /** Merges the pair in one word; one that no longer has it, or was rewritten a moment ago, stays as it is. */
    private void rewrite(int index, long key, int token, Set<Long> made) {
        Word word = words.get(index);
        int[] before = word.ids;
        int[] after = merged(before, key, token);
        if (after.length == before.length) {
            return;
        }
        long merged = word.count * (before.length - after.length);
        tokenCounts[token] += merged;
        tokenCounts[Merges.left(key)] -= merged;
        tokenCounts[Merges.right(key)] -= merged;
        for (int i = 1; i < before.length; i++) {
            add(-word.count, pairs.get(Merges.pair(before[i - 1], before[i])));
        }
        for (int i = 1; i < after.length; i++) {
            long neighbours = Merges.pair(after[i - 1], after[i]);
            if (after[i - 1] == token || after[i] == token) {
                Pair found = pairs.computeIfAbsent(neighbours, none -> new Pair());
                found.count += word.count;
                found.in(index);
                made.add(neighbours);
            } else {
                add(word.count, pairs.get(neighbours));
            }
        }
        word.ids = after;
    }

    private static void add(long count, @Nullable Pair pair) {
        if (pair != null) {
            pair.count += count;
        }
    }

    private static int[] merged(int[] ids, long key, int token) {
        int[] merged = new int[ids.length];
        int length = 0;
        for (int i = 0; i < ids.length; length++) {
            boolean found = i + 1 < ids.length && Merges.pair(ids[i], ids[i + 1]) == key;
            merged[length] = found ? token : ids[i];
            i += found ? 2 : 1;
        }
        return length == ids.length ? ids : Arrays.copyOf(merged, length);
    }

    private Comparator<Candidate> order() {
        return Comparator.comparingLong(Candidate::count)
                .reversed()
                .thenComparing(candidate -> merges.token(Merges.left(candidate.pair())), Arrays::compareUnsigned)
                .thenComparing(candidate -> merges.token(Merges.right(candidate.pair())), Arrays::compareUnsigned);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
