package io.tauspark.inference;

import java.util.Locale;

/**
 * The result of a run of {@link ReadJob}.
 *
 * @param output directory of the past
 * @param tokens of the text, its separator among them
 * @param parts that it was read in
 * @param stateBytes what is kept of it, in memory
 */
public record ReadReport(String output, int tokens, int parts, long stateBytes) {
    private static final double BYTES_OF_A_KILOBYTE = 1000;

    /** Plain lines for people, the last one ended. */
    public String summary() {
        return String.format(
                Locale.ROOT,
                "tokens      %,d in %,d parts%nkept        %,.0f kB%noutput      %s%n",
                tokens,
                parts,
                stateBytes / BYTES_OF_A_KILOBYTE,
                output);
    }
}
