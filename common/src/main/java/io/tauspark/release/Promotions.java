package io.tauspark.release;

import io.tauspark.store.Json;
import io.tauspark.store.Storage;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The history of {@code CURRENT}, one JSON object per line in {@code promotions.jsonl}, newest last. {@code CURRENT} is
 * the truth: a release that it names and the history does not end with, because the process was killed in between or
 * somebody wrote {@code CURRENT} by hand, counts as promoted when {@code CURRENT} was written.
 */
final class Promotions {
    static final String FILE = "promotions.jsonl";

    private final List<Promotion> entries;

    private Promotions(List<Promotion> entries) {
        this.entries = entries;
    }

    /** @param current the release that {@code CURRENT} names */
    static Promotions read(Path root, Optional<String> current, Configuration hadoop) throws IOException {
        FileSystem files = Storage.of(root, hadoop);
        Path file = new Path(root, FILE);
        List<Promotion> entries = new ArrayList<>();
        if (files.exists(file)) {
            for (String line : Storage.readText(file, hadoop).lines().toList()) {
                entries.add(Json.read(
                        line,
                        Promotion.class,
                        String.format(Locale.ROOT, "line %d of '%s'", entries.size() + 1, file)));
            }
        }
        String last = entries.isEmpty() ? "" : entries.get(entries.size() - 1).release();
        if (current.isPresent() && !current.get().equals(last)) {
            long written =
                    files.getFileStatus(new Path(root, ReleaseStore.CURRENT)).getModificationTime();
            entries.add(new Promotion(Instant.ofEpochMilli(written), current.get(), "found promoted"));
        }
        return new Promotions(entries);
    }

    /** The same with one more. */
    Promotions with(Promotion newest) {
        List<Promotion> more = new ArrayList<>(entries);
        more.add(newest);
        return new Promotions(more);
    }

    void write(Path root, Configuration hadoop) throws IOException {
        String lines = entries.stream().map(entry -> Json.line(entry) + "\n").collect(Collectors.joining());
        Storage.replaceText(new Path(root, FILE), lines, hadoop);
    }

    /** The last promotion of a release. */
    Optional<Promotion> of(String release) {
        return entries.stream().filter(entry -> entry.release().equals(release)).reduce((earlier, later) -> later);
    }

    /**
     * The release that was current before the current one. Going back to a release takes back all promotions since,
     * so that rolling back twice goes two releases back.
     *
     * @param existing releases to choose from
     */
    Optional<String> beforeCurrent(Collection<String> existing) {
        List<String> stack = new ArrayList<>();
        for (Promotion entry : entries) {
            int earlier = stack.indexOf(entry.release());
            if (earlier >= 0) {
                stack.subList(earlier + 1, stack.size()).clear();
            } else {
                stack.add(entry.release());
            }
        }
        return stack.subList(0, Math.max(stack.size() - 1, 0)).stream()
                .filter(existing::contains)
                .reduce((earlier, later) -> later);
    }
}
