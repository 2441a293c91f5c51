package io.tauspark.corpus;

import java.io.Serializable;

/** A run of bytes of a file that one task reads: the lines whose first byte lies in it. */
final class FileSlice implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final long start;
    private final long length;
    private final boolean whole;

    /**
     * @param file qualified path
     * @param start first byte
     * @param length number of bytes
     * @param whole whether there is no other slice of the file
     */
    FileSlice(String file, long start, long length, boolean whole) {
        this.file = file;
        this.start = start;
        this.length = length;
        this.whole = whole;
    }

    String file() {
        return file;
    }

    long start() {
        return start;
    }

    long length() {
        return length;
    }

    long end() {
        return start + length;
    }

    boolean isWhole() {
        return whole;
    }
}
