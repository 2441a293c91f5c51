package io.tauspark.corpus.files;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** The form of a file by its first bytes, whatever its name. None of these can begin a line of UTF-8 text or JSON. */
enum Signature {
    GZIP("gzip", "1f8b08", Compression.GZIP),
    ZSTANDARD("Zstandard", "28b52ffd", Compression.ZSTANDARD),
    BZIP2("bzip2", "425a68", Compression.BZIP2) {
        /** Three letters alone may begin a text: behind them and a digit lies the mark of a block, or of the end. */
        @Override
        boolean isAt(byte[] head) {
            return super.isAt(head) && (matches(head, 4, "314159265359") || matches(head, 4, "177245385090"));
        }
    },
    DEFLATE("deflate", "789c", Compression.DEFLATE),
    FAST_DEFLATE("deflate", "7801", Compression.DEFLATE),
    BEST_DEFLATE("deflate", "78da", Compression.DEFLATE) {
        /** An x and a letter of two bytes may begin a text; then the third byte goes on with the letter. */
        @Override
        boolean isAt(byte[] head) {
            return super.isAt(head) && head.length > 2 && (head[2] & 0b1100_0000) != 0b1000_0000;
        }
    },
    XZ("xz", "fd377a585a00", "unpack it, or compress it with gzip, bzip2 or zstd"),
    ZIP("zip", "504b0304", "unpack it"),
    EMPTY_ZIP("zip", "504b0506", "unpack it"),
    SEVEN_ZIP("7z", "377abcaf271c", "unpack it"),
    LZ4("lz4", "04224d18", "unpack it, or compress it with gzip, bzip2 or zstd"),
    SNAPPY("snappy", "ff060000734e61507059", "unpack it, or compress it with gzip, bzip2 or zstd"),
    TAR("tar", "7573746172", "unpack it") {
        /** Behind the name of the first file, which zeros fill up. */
        private static final int MARK = 257;

        @Override
        boolean isAt(byte[] head) {
            return matches(head, MARK, "7573746172") && hasControls(head);
        }
    },
    PARQUET("Parquet", "50415231", "set format=parquet") {
        /** Four letters alone may begin a text; behind them lie numbers of one byte. */
        @Override
        boolean isAt(byte[] head) {
            return super.isAt(head) && hasControls(head);
        }
    },
    ORC("ORC", "4f5243", "write it as Parquet or JSONL") {
        @Override
        boolean isAt(byte[] head) {
            return super.isAt(head) && hasControls(head);
        }
    },
    AVRO("Avro", "4f626a01", "write it as Parquet or JSONL"),
    ARROW("Arrow", "4152524f57310000", "write it as Parquet or JSONL"),
    // Its mark begins with that of UTF-16.
    UTF_32LE("UTF-32", "fffe0000", "convert it, such as with iconv -f UTF-32 -t UTF-8") {
        @Override
        boolean isAt(byte[] head) {
            return super.isAt(head) || isSpread(head, 4, 0);
        }
    },
    UTF_32BE("UTF-32", "0000feff", "convert it, such as with iconv -f UTF-32BE -t UTF-8") {
        @Override
        boolean isAt(byte[] head) {
            return super.isAt(head) || isSpread(head, 4, 3);
        }
    },
    UTF_16LE("UTF-16", "fffe", "convert it, such as with iconv -f UTF-16LE -t UTF-8") {
        @Override
        boolean isAt(byte[] head) {
            return super.isAt(head) || isSpread(head, 2, 0);
        }
    },
    UTF_16BE("UTF-16", "feff", "convert it, such as with iconv -f UTF-16BE -t UTF-8") {
        @Override
        boolean isAt(byte[] head) {
            return super.isAt(head) || isSpread(head, 2, 1);
        }
    };

    /** Bytes of a file that are enough to know it. */
    static final int HEAD = 512;

    /** Characters of UTF-16 or UTF-32 without a mark that are looked at, and must be there. */
    private static final int CHARACTERS = 8;

    private final String title;
    private final String start;
    private final String advice;
    private final Optional<Compression> compression;

    Signature(String title, String start, Compression compression) {
        this(title, start, "name it so that it ends in " + compression.suffix(), Optional.of(compression));
    }

    Signature(String title, String start, String advice) {
        this(title, start, advice, Optional.empty());
    }

    Signature(String title, String start, String advice, Optional<Compression> compression) {
        this.title = title;
        this.start = start;
        this.advice = advice;
        this.compression = compression;
    }

    /** The form that the first bytes of a file show, if they show one. */
    static Optional<Signature> of(byte[] head) {
        return Arrays.stream(values()).filter(form -> form.isAt(head)).findFirst();
    }

    /** The name of the form. */
    String title() {
        return title;
    }

    /** The advice on how to have it read. */
    String advice() {
        return advice;
    }

    /** The compression that it is read with, if it is one that can be read. */
    Optional<Compression> compression() {
        return compression;
    }

    /** Whether it is text, but not of UTF-8. */
    boolean isEncoding() {
        return compareTo(UTF_32LE) >= 0;
    }

    boolean isAt(byte[] head) {
        return matches(head, 0, start);
    }

    private static boolean matches(byte[] head, int from, String hexadecimal) {
        byte[] wanted = HexFormat.of().parseHex(hexadecimal);
        return head.length >= from + wanted.length
                && Arrays.equals(head, from, from + wanted.length, wanted, 0, wanted.length);
    }

    /** Whether there are bytes that no text holds. */
    static boolean hasControls(byte[] head) {
        String start = new String(head, StandardCharsets.ISO_8859_1);
        return start.chars().anyMatch(byteValue -> byteValue < ' ' && !Character.isWhitespace(byteValue));
    }

    /** Whether every character is a byte of ASCII at one place among zeros. */
    private static boolean isSpread(byte[] head, int width, int place) {
        if (head.length < width * CHARACTERS) {
            return false;
        }
        for (int i = 0; i < width * CHARACTERS; i++) {
            if (i % width == place ? head[i] <= 0 : head[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
