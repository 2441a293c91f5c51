package io.tauspark.store;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

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

    /** Of some bytes, in hexadecimal. */
    public static String of(byte[] content) {
        return hex(digest().digest(content));
    }

    /** A finished digest in hexadecimal. */
    public static String hex(byte[] digest) {
        return HexFormat.of().formatHex(digest);
    }
}
