package io.tauspark.corpus;

import com.github.luben.zstd.ZstdInputStream;
import io.tauspark.config.InvalidInput;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.BZip2Codec;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.DefaultCodec;
import org.apache.hadoop.io.compress.GzipCodec;
import org.apache.hadoop.util.ReflectionUtils;

/**
 * How a file is compressed, by the end of its name. Hadoop's codecs know where a member of a gzip file ends and the
 * next begins, whatever the file system; its Zstandard needs native code, so Spark's library does that.
 */
enum Compression {
    NONE("") {
        @Override
        InputStream decompressed(InputStream raw, Configuration hadoop) {
            return raw;
        }
    },
    GZIP(".gz") {
        @Override
        InputStream decompressed(InputStream raw, Configuration hadoop) throws IOException {
            return hadoopCodec(GzipCodec.class, raw, hadoop);
        }
    },
    BZIP2(".bz2") {
        @Override
        InputStream decompressed(InputStream raw, Configuration hadoop) throws IOException {
            return hadoopCodec(BZip2Codec.class, raw, hadoop);
        }
    },
    DEFLATE(".deflate") {
        @Override
        InputStream decompressed(InputStream raw, Configuration hadoop) throws IOException {
            return hadoopCodec(DefaultCodec.class, raw, hadoop);
        }
    },
    ZSTANDARD(".zst") {
        @Override
        InputStream decompressed(InputStream raw, Configuration hadoop) throws IOException {
            return new ZstdInputStream(raw);
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

    /** The content of a compressed stream, which closes with it. */
    abstract InputStream decompressed(InputStream raw, Configuration hadoop) throws IOException;

    private static InputStream hadoopCodec(
            Class<? extends CompressionCodec> codec, InputStream raw, Configuration hadoop) throws IOException {
        return ReflectionUtils.newInstance(codec, hadoop).createInputStream(raw);
    }
}
