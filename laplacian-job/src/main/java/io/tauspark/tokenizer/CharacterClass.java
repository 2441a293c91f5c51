package io.tauspark.tokenizer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A class of characters, listed by code points: regular expressions of every library and every version of Unicode read
 * it alike, which they do not {@code \p{L}}.
 *
 * @param ranges in ascending order, disjoint
 */
record CharacterClass(List<Range> ranges) {
    private static final int LAST_ASCII = 0x7F;
    private static final Range SURROGATES = new Range(Character.MIN_SURROGATE, Character.MAX_SURROGATE);

    /** Code points from one to another, both included. */
    record Range(int first, int last) {
        private String text() {
            return first == last ? point(first) : point(first) + "-" + point(last);
        }

        private static String point(int code) {
            return code <= LAST_ASCII && Character.isLetterOrDigit(code)
                    ? Character.toString(code)
                    : "\\x{" + Integer.toHexString(code) + "}";
        }
    }

    CharacterClass {
        ranges = List.copyOf(ranges);
    }

    /** The class of the code points between each pair of ends, in ascending order. */
    static CharacterClass of(int... ends) {
        List<Range> ranges = new ArrayList<>();
        for (int i = 0; i < ends.length; i += 2) {
            ranges.add(new Range(ends[i], ends[i + 1]));
        }
        return new CharacterClass(ranges);
    }

    /** All characters that no other class has. Halves of surrogate pairs are no characters. */
    static CharacterClass rest(CharacterClass... others) {
        List<Range> taken = Stream.concat(
                        Stream.of(others).flatMap(other -> other.ranges.stream()), Stream.of(SURROGATES))
                .sorted(Comparator.comparingInt(Range::first))
                .toList();
        List<Range> rest = new ArrayList<>();
        int next = 0;
        for (Range range : taken) {
            if (range.first() > next) {
                rest.add(new Range(next, range.first() - 1));
            }
            next = range.last() + 1;
        }
        if (next <= Character.MAX_CODE_POINT) {
            rest.add(new Range(next, Character.MAX_CODE_POINT));
        }
        return new CharacterClass(rest);
    }

    boolean contains(int code) {
        return ranges.stream().anyMatch(range -> range.first() <= code && code <= range.last());
    }

    /**
     * The class between its brackets. Java tries what is nested last, so that it soon knows the ASCII of most texts.
     */
    String regex() {
        String ascii = text(range -> range.first() <= LAST_ASCII);
        String more = text(range -> range.first() > LAST_ASCII);
        return more.isEmpty() ? "[" + ascii + "]" : "[" + ascii + "[" + more + "]]";
    }

    /** The class of all other characters. */
    String negated() {
        return "[^" + text(range -> true) + "]";
    }

    private String text(Predicate<Range> taken) {
        return ranges.stream().filter(taken).map(Range::text).collect(Collectors.joining());
    }
}
