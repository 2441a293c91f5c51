package io.tauspark.page;

import io.tauspark.config.InvalidInput;
import io.tauspark.store.Storage;
import io.tauspark.store.Unwritable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A page on a file system, which takes the place of an earlier {@link Page} and of nothing else. */
public final class PageFile {
    private PageFile() {}

    /**
     * Makes sure that a page may be written.
     *
     * @throws InvalidInput if something else than a page is there
     */
    public static void requireReplaceable(Path file, Configuration hadoop) throws IOException {
        FileSystem files = Storage.of(file, hadoop);
        if (!files.exists(file)) {
            return;
        }
        if (files.getFileStatus(file).isDirectory()) {
            throw new InvalidInput("page '%s' is a directory; give the name of a file".formatted(file));
        }
        if (!isPage(file, files)) {
            throw new InvalidInput(
                    "'%s' exists and is no page of TauSpark, so it is not replaced; move it away, or give another name for the page"
                            .formatted(file));
        }
    }

    /**
     * Writes a page in one step.
     *
     * @throws InvalidInput if something else than a page is there, or nothing can be written there
     */
    public static void write(Path file, String html, Configuration hadoop) throws IOException {
        requireReplaceable(file, hadoop);
        try {
            Storage.replaceText(file, html, hadoop);
        } catch (IOException | FSError failed) {
            throw new Unwritable(file, failed);
        }
    }

    private static boolean isPage(Path file, FileSystem files) throws IOException {
        try (var in = files.open(file)) {
            return Page.isPage(new String(in.readNBytes(Page.RECOGNITION_LENGTH), StandardCharsets.UTF_8));
        }
    }
}
