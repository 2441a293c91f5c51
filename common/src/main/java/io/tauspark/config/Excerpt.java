package io.tauspark.config;

import java.io.EOFException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Foreign text as a message shows it: on one line, without what a terminal would obey, and not all of a long one. What
 * has no place on a line is shown as its code.
 */
public final class Excerpt {
    /** Characters of a setting: more than a reader takes in. */
    private static final int LONGEST_SETTING = 300;

    /** Characters of a line: several rows of a terminal, in which a name can still be told from another. */
    private static final int LONGEST_LINE = 400;

    private static final int LONGEST_NAME = 40;
    private static final int MOST_NAMES = 12;

    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cntrl}\\s]+");

    /** Names of classes mean something to people, those of their packages do not. */
    private static final Pattern PACKAGES = Pattern.compile("\\b(?:[a-z][a-z0-9_]*\\.)+(?=[A-Z])");

    private Excerpt() {}

    /** The beginning of a setting that somebody gave. */
    static String of(String setting) {
        return of(setting, LONGEST_SETTING);
    }

    /** The beginning of a text, and an ellipsis for what is left out. */
    public static String of(String text, int longest) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(longest).forEach(point -> append(shown, point));
        return text.codePointCount(0, text.length()) > longest ? shown + "…" : shown.toString();
    }

    /** The whole of a text whose end matters, such as the path of a file. */
    public static String whole(String text) {
        return of(text, Integer.MAX_VALUE);
    }

    /** Any text or value, with a space for each stretch of line breaks and other white space. */
    public static String line(Object text) {
        return of(CONTROLS.matcher(String.valueOf(text)).replaceAll(" ").strip(), LONGEST_LINE);
    }

    /** Names with commas between them, the first ones of many. */
    public static String names(List<String> names) {
        return names.stream()
                        .limit(MOST_NAMES)
                        .map(name -> of(name, LONGEST_NAME))
                        .collect(Collectors.joining(", "))
                + (names.size() > MOST_NAMES
                        ? String.format(Locale.ROOT, " and %d more", names.size() - MOST_NAMES)
                        : "");
    }

    /** The reason why something failed: what the failure says, or what it is where it says nothing. */
    public static String reason(Throwable failed) {
        String message = failed.getMessage();
        if (message == null || message.isBlank()) {
            if (failed.getCause() != null) {
                return reason(failed.getCause());
            }
            return failed instanceof EOFException
                    ? "it ends before its last byte"
                    : failed.getClass().getSimpleName();
        }
        return line(PACKAGES.matcher(message).replaceAll(""));
    }

    private static void append(StringBuilder shown, int point) {
        switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> shown.append(String.format(Locale.ROOT, "\\u%04x", point));
            default -> shown.appendCodePoint(point);
        }
    }
}
