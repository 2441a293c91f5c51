package io.tauspark.inference;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The words of a text: letters, with marks and digits behind the first of them. */
final class Words {
    /** Words of a document below which there is nothing to ask. */
    static final int FEWEST = 4;

    private static final Pattern WORD = Pattern.compile("\\p{L}[\\p{L}\\p{M}\\p{N}]*");

    /** Characters to a word of a text that has few words for its length, such as a table of numbers. */
    private static final int LONGEST = 32;

    private Words() {}

    /** The places of the words of a text, in their order. */
    static List<MatchResult> of(String text) {
        return WORD.matcher(text).results().toList();
    }

    /** A text to its end or that of the last word that is used; empty if it has too few words. */
    static String opening(String text, int most) {
        String read = text.substring(0, Math.min(text.length(), most * LONGEST));
        List<MatchResult> words = of(read);
        if (words.size() < FEWEST) {
            return "";
        }
        boolean whole = words.size() <= most && read.length() == text.length();
        return whole
                ? text
                : read.substring(0, words.get(Math.min(most, words.size()) - 1).end());
    }
}
