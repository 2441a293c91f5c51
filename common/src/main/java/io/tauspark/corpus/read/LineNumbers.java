package io.tauspark.corpus.read;

import java.io.Serializable;
import java.util.Map;

/** Turns the number of a line within a slice into its number within the file. */
final class LineNumbers implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Lines before every slice, by file and by where the slice starts in it. */
    private final Map<String, Map<Long, Long>> before;

    LineNumbers(Map<String, Map<Long, Long>> before) {
        this.before = before;
    }

    /** The number in the file; the same number where the file is one slice. */
    long inFile(String file, long slice, long line) {
        Map<Long, Long> slices = before.get(file);
        return slices == null ? line : line + slices.getOrDefault(slice, 0L);
    }
}
