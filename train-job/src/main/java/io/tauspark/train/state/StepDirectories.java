package io.tauspark.train.state;

import io.tauspark.store.Checksums;
import io.tauspark.store.Publication;
import io.tauspark.store.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Directories that are named after the steps of a run, {@code step-000100} and so on, each complete or not there. One
 * process writes at a time.
 *
 * @param parent where they lie
 */
record StepDirectories(Path parent, Configuration hadoop) {
    /** The name of one, as a regular expression. */
    static final String NAME = "step-([0-9]{1,9})";

    private static final Pattern STEP = Pattern.compile(NAME);

    /** A directory with its step. */
    record Numbered(int step, Path path) {}

    /** The writing of the files of a directory. */
    interface Content {
        void write(Path directory) throws IOException;
    }

    Path path(int step) {
        return new Path(parent, String.format(Locale.ROOT, "step-%06d", step));
    }

    /** Those that there are by number, not by name: a million has more digits than the names are padded to. */
    List<Numbered> newestFirst() throws IOException {
        List<Numbered> all = new ArrayList<>();
        for (String name : Storage.names(parent, hadoop)) {
            Matcher matcher = STEP.matcher(name);
            if (matcher.matches()) {
                all.add(new Numbered(Integer.parseInt(matcher.group(1)), new Path(parent, name)));
            }
        }
        all.sort(Comparator.comparingInt(Numbered::step).reversed());
        return all;
    }

    /** Writes a directory with checksums over its files, which takes the place of an earlier one of the same step. */
    void publish(int step, Content content) throws IOException {
        Path target = path(step);
        try (Publication publication = Publication.begin(target, true, hadoop)) {
            content.write(publication.staging());
            Checksums.write(publication.staging(), hadoop);
            // Unlike a publication over another, this leaves nothing that is not a leftover if the process dies
            // between.
            if (Storage.of(target, hadoop).exists(target)) {
                Publication.withdraw(target, hadoop);
            }
            publication.publish();
        }
    }

    /** Removes those after a step. */
    void discardAfter(int step) throws IOException {
        for (Numbered later : newestFirst()) {
            if (later.step() > step) {
                Publication.withdraw(later.path(), hadoop);
            }
        }
    }

    /** Removes what killed writers left; nobody may be writing. */
    void removeLeftovers() throws IOException {
        Publication.removeLeftovers(parent, hadoop);
    }
}
