package io.tauspark.corpus;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The first 64 bits of SHA-256: evenly spread, and the same on every machine and in every version of Spark and Java,
 * which the order and the split of shards rely on.
 */
public final class Fingerprint {
    private Fingerprint() {}

    public static long of(String text) {
        return first(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** A different fingerprint for every seed. */
    public static long of(long seed, String text) {
        MessageDigest digest = sha256();
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(seed).array());
        return first(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The fingerprint as 16 hexadecimal digits. */
    public static String hex(String text) {
        return HexFormat.of().toHexDigits(of(text));
    }

    /** The first 128 bits as 32 hexadecimal digits, for when a text itself is not kept for comparison. */
    public static String longHex(String text) {
        byte[] digest = sha256().digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, 2 * Long.BYTES);
    }

    /** The fingerprint of a vector's doubles as 16 hexadecimal digits. */
    static String hex(double[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Double.BYTES);
        bytes.asDoubleBuffer().put(vector);
        return HexFormat.of().toHexDigits(first(sha256().digest(bytes.array())));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    private static long first(byte[] digest) {
        return ByteBuffer.wrap(digest).getLong();
    }
}
