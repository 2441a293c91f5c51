package io.tauspark.observe;

import io.tauspark.store.Storage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** A text file that grows by whole lines; a {@link GrowingFile} says what a killed process keeps of it. */
final class LineFile implements AutoCloseable {
    private final GrowingFile file;
    private final int kept;

    private LineFile(GrowingFile file, int kept) {
        this.file = file;
        this.kept = kept;
    }

    /**
     * Starts a file, or resumes one that is there after its first lines. A last line without its end, which a killed
     * process may leave, is dropped.
     *
     * @param most lines that are kept
     */
    static LineFile open(Path file, int most, Configuration hadoop) throws IOException {
        String before = Storage.of(file, hadoop).exists(file) ? Storage.readText(file, hadoop) : "";
        int kept = 0;
        int end = 0;
        for (int next = before.indexOf('\n'); next >= 0 && kept < most; next = before.indexOf('\n', end)) {
            end = next + 1;
            kept++;
        }
        byte[] start = before.substring(0, end).getBytes(StandardCharsets.UTF_8);
        return new LineFile(GrowingFile.open(file, start, hadoop), kept);
    }

    /** The number of lines that were there and stayed. */
    int kept() {
        return kept;
    }

    /** Adds text that ends with a line break. */
    void append(String text) throws IOException {
        file.append(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
