package io.tauspark.store;

import java.io.EOFException;
import java.util.regex.Pattern;

/** Foreign text as a message shows it: on one line, without what a terminal would obey, and not all of a long one. */
public final class OneLine {
    /** Several lines of a terminal, in which a name can still be told from another. */
    private static final int MOST_CHARACTERS = 400;

    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cntrl}\\s]+");

    /** Names of classes mean something to people, those of their packages do not. */
    private static final Pattern PACKAGES = Pattern.compile("\\b(?:[a-z][a-z0-9_]*\\.)+(?=[A-Z])");

    private OneLine() {}

    /** Any text or value. */
    public static String of(Object text) {
        String line = CONTROLS.matcher(String.valueOf(text)).replaceAll(" ").strip();
        return line.length() <= MOST_CHARACTERS ? line : line.substring(0, MOST_CHARACTERS) + " …";
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
        return of(PACKAGES.matcher(message).replaceAll(""));
    }
}
