package io.tauspark.corpus.files;

import java.io.Serializable;

/** A run of bytes of a file that one task reads: the lines whose first byte lies in it. */
public final class FileSlice implements Serializable {
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
    public FileSlice(String file, long start, long length, boolean whole) {
        this.file = file;
        this.start = start;
        this.length = length;
        this.whole = whole;
    }

    public String file() {
        return file;
    }

    public long start() {
        return start;
    }

    long length() {
        return length;
    }

    public long end() {
        return start + length;
    }

    public boolean isWhole() {
        return whole;
    }
}
