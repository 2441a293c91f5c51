package io.tauspark.shards;

import io.tauspark.store.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * The first 64 bits of SHA-256: evenly spread, and the same on every machine and in every version of Spark and Java,
 * which the order and the split of shards rely on.
 */
public final class Fingerprint {
    /** A double holds this many bits, so that shifting a long by the rest gives an exact fraction of one. */
    private static final int FRACTION_BITS = 53;

    private Fingerprint() {}

    public static long of(String text) {
        return first(Sha256.digest().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** A fingerprint as an exact fraction of one, in [0, 1). */
    public static double fraction(long fingerprint) {
        return (fingerprint >>> (Long.SIZE - FRACTION_BITS)) / (double) (1L << FRACTION_BITS);
    }

    /** A different fingerprint for every seed. */
    public static long of(long seed, String text) {
        MessageDigest digest = Sha256.digest();
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(seed).array());
        return first(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The fingerprint as 16 hexadecimal digits. */
    public static String hex(String text) {
        return HexFormat.of().toHexDigits(of(text));
    }

    /** The first 128 bits as 32 hexadecimal digits, for when a text itself is not kept for comparison. */
    public static String longHex(String text) {
        byte[] digest = Sha256.digest().digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, 2 * Long.BYTES);
    }

    /** The fingerprint of a vector's doubles as 16 hexadecimal digits. */
    public static String hex(double[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Double.BYTES);
        bytes.asDoubleBuffer().put(vector);
        return HexFormat.of().toHexDigits(first(Sha256.digest().digest(bytes.array())));
    }

    private static long first(byte[] digest) {
        return ByteBuffer.wrap(digest).getLong();
    }
}
