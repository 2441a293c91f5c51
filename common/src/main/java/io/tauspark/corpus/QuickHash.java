package io.tauspark.corpus;

import io.tauspark.shards.Fingerprint;
import java.nio.charset.StandardCharsets;
import org.apache.spark.sql.catalyst.expressions.XXH64;
import org.apache.spark.unsafe.Platform;

/** XXH64: 64 bits at the speed of memory, for comparisons within a run. What is written uses {@link Fingerprint}. */
public final class QuickHash {
    private static final long SEED = 42;

    private QuickHash() {}

    public static long of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return XXH64.hashUnsafeBytes(bytes, Platform.BYTE_ARRAY_OFFSET, bytes.length, SEED);
    }

    public static long of(double[] vector) {
        return XXH64.hashUnsafeBytes(vector, Platform.DOUBLE_ARRAY_OFFSET, vector.length * Double.BYTES, SEED);
    }

    /** A hash of a number and what has been hashed before. */
    public static long of(long number, long before) {
        return XXH64.hashLong(number, before);
    }
}
