package io.tauspark.corpus.files;

import io.tauspark.config.InvalidInput;
import io.tauspark.corpus.CorpusConfig;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.BZip2Codec;
import org.apache.hadoop.util.ReflectionUtils;

/**
 * The compression of a file, by the end of its name. Hadoop's Zstandard needs native code, so Spark's library reads it;
 * Hadoop's gzip knows no padding.
 */
enum Compression {
    NONE("") {
        @Override
        boolean begins(byte[] head) {
            return Signature.of(head).isEmpty();
        }

        @Override
        InputStream opened(InputStream raw, CorpusConfig config, Configuration hadoop) {
            return raw;
        }
    },
    GZIP(".gz") {
        @Override
        boolean begins(byte[] head) {
            return starts(head, 0x1f, 0x8b);
        }

        @Override
        InputStream opened(InputStream raw, CorpusConfig config, Configuration hadoop) {
            return new DeflateStream(raw, true);
        }
    },
    BZIP2(".bz2") {
        @Override
        boolean begins(byte[] head) {
            return starts(head, 'B', 'Z', 'h');
        }

        @Override
        InputStream opened(InputStream raw, CorpusConfig config, Configuration hadoop) throws IOException {
            return ReflectionUtils.newInstance(BZip2Codec.class, hadoop).createInputStream(raw);
        }
    },
    DEFLATE(".deflate") {
        @Override
        boolean begins(byte[] head) {
            int method = 0x0f;
            int modulus = 31;
            return head.length > 1
                    && (head[0] & method) == 8
                    && ((Byte.toUnsignedInt(head[0]) << Byte.SIZE) + Byte.toUnsignedInt(head[1])) % modulus == 0;
        }

        @Override
        InputStream opened(InputStream raw, CorpusConfig config, Configuration hadoop) {
            return new DeflateStream(raw, false);
        }
    },
    ZSTANDARD(".zst") {
        @Override
        boolean begins(byte[] head) {
            return starts(head, 0x28, 0xb5, 0x2f, 0xfd) || ZstdContent.isSkippable(head);
        }

        @Override
        InputStream opened(InputStream raw, CorpusConfig config, Configuration hadoop) throws IOException {
            return new ZstdContent(raw, config.zstdWindow());
        }
    };

    /** Read as they are, these would be millions of broken records. */
    private static final Set<String> UNREADABLE = Set.of(
            ".xz",
            ".7z",
            ".zip",
            ".lz4",
            ".lzo",
            ".lzma",
            ".snappy",
            ".br",
            ".z",
            ".rar",
            ".tar",
            ".tgz",
            ".tar.gz",
            ".tar.bz2",
            ".tar.zst");

    private final String suffix;

    Compression(String suffix) {
        this.suffix = suffix;
    }

    /** @throws InvalidInput if the name ends like a compressed file that cannot be read */
    static Compression of(Path file) {
        String name = file.getName().toLowerCase(Locale.ROOT);
        for (String suffix : UNREADABLE) {
            if (name.endsWith(suffix)) {
                throw new InvalidInput("file '" + file + "' cannot be read: " + suffix
                        + " is none of .gz, .bz2, .deflate and .zst; unpack it or compress it with one of them");
            }
        }
        for (Compression known : values()) {
            if (known != NONE && name.endsWith(known.suffix)) {
                return known;
            }
        }
        return NONE;
    }

    /** The end of names. */
    String suffix() {
        return suffix;
    }

    /** Whether a file with these first bytes is compressed so. */
    abstract boolean begins(byte[] head);

    /** The content of a compressed stream, which closes with it; whatever is wrong with it is an {@code IOException}. */
    InputStream decompressed(InputStream raw, CorpusConfig config, Configuration hadoop) throws IOException {
        return this == NONE ? raw : new CheckedContent(opened(raw, config, hadoop));
    }

    abstract InputStream opened(InputStream raw, CorpusConfig config, Configuration hadoop) throws IOException;

    private static boolean starts(byte[] head, int... bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (i >= head.length || Byte.toUnsignedInt(head[i]) != bytes[i]) {
                return false;
            }
        }
        return true;
    }
}
