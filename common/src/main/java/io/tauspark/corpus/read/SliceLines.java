package io.tauspark.corpus.read;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The number of lines of every slice, of the files that are read in several. */
final class SliceLines implements Serializable {
    private static final long serialVersionUID = 1L;

    private final HashMap<String, TreeMap<Long, Long>> byFile = new HashMap<>();

    /** Turns the number of a line within a slice into its number within the file. */
    static final class Numbers implements Serializable {
        private static final long serialVersionUID = 1L;

        /** Lines before every slice, by file and by where the slice starts in it. */
        private final Map<String, Map<Long, Long>> before;

        private Numbers(Map<String, Map<Long, Long>> before) {
            this.before = before;
        }

        /** The number in the file; the same number where the file is one slice. */
        long inFile(String file, long slice, long line) {
            Map<Long, Long> slices = before.get(file);
            return slices == null ? line : line + slices.getOrDefault(slice, 0L);
        }
    }

    /** @param slice where it starts in the file */
    void add(String file, long slice, long lines) {
        byFile.computeIfAbsent(file, name -> new TreeMap<>()).put(slice, lines);
    }

    void addAll(SliceLines others) {
        others.byFile.forEach((file, slices) -> slices.forEach((slice, lines) -> add(file, slice, lines)));
    }

    /** The numbers of lines, once all slices are known. */
    Numbers numbers() {
        Map<String, Map<Long, Long>> before = new HashMap<>();
        byFile.forEach((file, slices) -> {
            Map<Long, Long> offsets = new HashMap<>();
            long sum = 0;
            for (var slice : slices.entrySet()) {
                offsets.put(slice.getKey(), sum);
                sum += slice.getValue();
            }
            before.put(file, offsets);
        });
        return new Numbers(before);
    }
}
