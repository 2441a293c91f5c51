package io.tauspark.corpus.read;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The number of lines of every slice, of the files that are read in several. */
final class SliceLines implements Serializable {
    private static final long serialVersionUID = 1L;

    private final HashMap<String, TreeMap<Long, Long>> byFile = new HashMap<>();

    /** @param slice where it starts in the file */
    void add(String file, long slice, long lines) {
        byFile.computeIfAbsent(file, name -> new TreeMap<>()).put(slice, lines);
    }

    void addAll(SliceLines others) {
        others.byFile.forEach((file, slices) -> slices.forEach((slice, lines) -> add(file, slice, lines)));
    }

    /** The numbers of lines, once all slices are known. */
    LineNumbers numbers() {
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
        return new LineNumbers(before);
    }
}
