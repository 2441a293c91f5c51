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
    private long newestPairCount;

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
        final int left;
        final int right;
        long count;
        int[] words = new int[FIRST_WORDS];
        int length;

        Pair(int left, int right) {
            this.left = left;
            this.right = right;
        }

        long ids() {
            return Merges.pair(left, right);
        }

        long key() {
            return Merges.key(left, right);
        }

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

    private record Candidate(long count, Pair pair) {}

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
            Pair pair = pair(ids[i - 1], ids[i]);
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

    /** The number of places where the two tokens that were merged last stood side by side; it never rises. */
    long newestPairCount() {
        return newestPairCount;
    }

    /** Learns one more merge. Returns false if no pair is left that is frequent enough. */
    boolean learn() {
        if (merges.count() == 0) {
            List.copyOf(pairs.values()).forEach(this::offer);
        }
        while (!queue.isEmpty()) {
            Candidate candidate = queue.remove();
            Pair pair = candidate.pair();
            if (pair.count != candidate.count()) {
                offer(pair);
            } else if (spelled.add(text(merges.joined(pair.ids())))) {
                newestPairCount = pair.count;
                merge(pair);
                return true;
            }
        }
        return false;
    }

    /** Puts a pair into the queue, or forgets it. */
    private void offer(Pair pair) {
        if (pair.count >= leastCount) {
            queue.add(new Candidate(pair.count, pair));
        } else {
            pairs.remove(pair.key());
        }
    }

    private Pair pair(int left, int right) {
        return pairs.computeIfAbsent(Merges.key(left, right), key -> new Pair(left, right));
    }

    private void merge(Pair pair) {
        int token = merges.add(pair.ids());
        if (token == tokenCounts.length) {
            tokenCounts = Arrays.copyOf(tokenCounts, 2 * token);
        }
        Set<Pair> made = new HashSet<>();
        for (int i = 0; i < pair.length; i++) {
            rewrite(pair.words[i], pair, token, made);
        }
        pairs.remove(pair.key());
        made.forEach(this::offer);
    }

    /** Merges the pair in one word; one that no longer has it, or was rewritten a moment ago, stays as it is. */
    private void rewrite(int index, Pair pair, int token, Set<Pair> made) {
        Word word = words.get(index);
        int[] before = word.ids;
        int[] after = merged(before, pair, token);
        if (after.length == before.length) {
            return;
        }
        long merged = word.count * (before.length - after.length);
        tokenCounts[token] += merged;
        tokenCounts[pair.left] -= merged;
        tokenCounts[pair.right] -= merged;
        for (int i = 1; i < before.length; i++) {
            add(-word.count, pairs.get(Merges.key(before[i - 1], before[i])));
        }
        for (int i = 1; i < after.length; i++) {
            if (after[i - 1] == token || after[i] == token) {
                Pair found = pair(after[i - 1], after[i]);
                found.count += word.count;
                found.in(index);
                made.add(found);
            } else {
                add(word.count, pairs.get(Merges.key(after[i - 1], after[i])));
            }
        }
        word.ids = after;
    }

    private static void add(long count, @Nullable Pair pair) {
        if (pair != null) {
            pair.count += count;
        }
    }

    private static int[] merged(int[] ids, Pair pair, int token) {
        int[] merged = new int[ids.length];
        int length = 0;
        for (int i = 0; i < ids.length; length++) {
            boolean found = i + 1 < ids.length && ids[i] == pair.left && ids[i + 1] == pair.right;
            merged[length] = found ? token : ids[i];
            i += found ? 2 : 1;
        }
        return length == ids.length ? ids : Arrays.copyOf(merged, length);
    }

    private Comparator<Candidate> order() {
        return Comparator.comparingLong(Candidate::count)
                .reversed()
                .thenComparing(candidate -> merges.token(candidate.pair().left), Arrays::compareUnsigned)
                .thenComparing(candidate -> merges.token(candidate.pair().right), Arrays::compareUnsigned);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
