package io.tauspark.releases;

import java.util.List;
import java.util.Locale;

/**
 * The result of a run of the releases command, and the releases that there are now.
 *
 * @param done what it did, one line each; empty if it only looked
 * @param releases oldest first; empty if they were not asked for
 */
public record ReleasesReport(List<String> done, List<ReleaseRow> releases) {
    private static final String UNKNOWN = "-";

    /** Plain lines for people: what was done, then a table with a star at the current release. */
    public String summary() {
        int width = releases.stream().mapToInt(row -> row.name().length()).max().orElse(0);
        width = Math.max(width, "release".length());
        StringBuilder lines = new StringBuilder();
        done.forEach(line -> lines.append(line).append('\n'));
        if (releases.isEmpty()) {
            return lines.toString();
        }
        lines.append(line(" ", width, "release", "created", "documents", "features", ""));
        for (ReleaseRow row : releases) {
            lines.append(line(
                    row.current() ? "*" : " ",
                    width,
                    row.name(),
                    row.created().map(Object::toString).orElse(UNKNOWN),
                    row.documents().isPresent()
                            ? String.format(Locale.ROOT, "%,d", row.documents().getAsLong())
                            : UNKNOWN,
                    row.features().isPresent() ? Integer.toString(row.features().getAsInt()) : UNKNOWN,
                    row.note()));
        }
        return lines.toString();
    }

    private static String line(
            String mark, int width, String name, String created, String documents, String features, String note) {
        String format = "%s %-" + width + "s  %-20s  %12s  %8s  %s";
        return String.format(Locale.ROOT, format, mark, name, created, documents, features, note)
                        .stripTrailing() + "\n";
    }
}
