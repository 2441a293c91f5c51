package io.tauspark.generate;

import java.util.List;

/** The texts that end a continuation where the first of them begins. */
final class StopTexts {
    private final List<String> texts;
    private final int longest;

    StopTexts(List<String> texts) {
        this.texts = texts;
        this.longest = texts.stream().mapToInt(String::length).max().orElse(0);
    }

    /**
     * Where a text ends: the place at which the first stop text in it begins, or -1.
     *
     * @param searched length of what has been searched before, without success
     */
    int end(StringBuilder text, int searched) {
        int from = Math.max(0, searched - longest);
        return texts.stream()
                .mapToInt(stop -> text.indexOf(stop, from))
                .filter(place -> place >= 0)
                .min()
                .orElse(-1);
    }

    /** How much of a text may be shown: what is at its end may turn out to be the beginning of a stop text. */
    int certain(StringBuilder text) {
        int certain = text.length();
        for (String stop : texts) {
            for (int size = Math.min(stop.length() - 1, text.length()); size > 0; size--) {
                int place = text.length() - size;
                if (text.indexOf(stop.substring(0, size), place) == place) {
                    certain = Math.min(certain, place);
                    break;
                }
            }
        }
        return certain;
    }
}
