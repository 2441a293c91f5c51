package io.tauspark.store;

import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The checksum by which this project's files tell whether they are what they were. */
public final class Sha256 {
    private Sha256() {}

    /** A digest to feed. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** The checksum of some bytes, in hexadecimal. */
    public static String of(byte[] content) {
        return hex(digest().digest(content));
    }

    /** The checksum of a file, in hexadecimal. */
    public static String of(Path file, Configuration hadoop) throws IOException {
        MessageDigest sha256 = digest();
        try (var in = new DigestInputStream(Storage.of(file, hadoop).open(file), sha256)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return hex(sha256.digest());
    }

    /** A finished digest in hexadecimal. */
    public static String hex(byte[] digest) {
        return HexFormat.of().formatHex(digest);
    }
}
