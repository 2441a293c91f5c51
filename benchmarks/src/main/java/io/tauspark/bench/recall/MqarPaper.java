package io.tauspark.bench.recall;

import io.tauspark.config.Problems;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A size of sequences of multi-query associative recall.
 *
 * @param tokens of a sequence
 * @param pairs of a key and its value, each of which is asked for once
 */
record MqarPaper(int tokens, int pairs) {
    private static final Pattern WRITTEN = Pattern.compile("([1-9][0-9]{0,6})x([1-9][0-9]{0,6})");

    /** Tokens that a pair and its question take, with room between questions. */
    private static final int TOKENS_OF_A_PAIR = 4;

    /** Reads papers written as {@code 256x16}, tokens before pairs; those that cannot be are told. */
    static List<MqarPaper> read(String key, List<String> written, Problems problems) {
        problems.check(!written.isEmpty(), key, written, "must name at least one size, such as 256x16");
        return written.stream().map(one -> read(key, one, problems)).toList();
    }

    private static MqarPaper read(String key, String written, Problems problems) {
        Matcher found = WRITTEN.matcher(written);
        boolean sound = found.matches();
        problems.check(sound, key, written, "must be tokens x pairs, such as 256x16");
        if (!sound) {
            return new MqarPaper(TOKENS_OF_A_PAIR, 1);
        }
        MqarPaper paper = new MqarPaper(Integer.parseInt(found.group(1)), Integer.parseInt(found.group(2)));
        problems.check(
                paper.pairs * TOKENS_OF_A_PAIR <= paper.tokens,
                key,
                written,
                "must have at least " + TOKENS_OF_A_PAIR + " tokens for each pair");
        return paper;
    }

    @Override
    public String toString() {
        return tokens + "×" + pairs;
    }
}
