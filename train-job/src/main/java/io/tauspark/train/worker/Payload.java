package io.tauspark.train.worker;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Numbers of all workers, as the bytes that they exchange. */
public final class Payload {
    private Payload() {}

    public static byte[] of(double... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Double.BYTES);
        bytes.asDoubleBuffer().put(values);
        return bytes.array();
    }

    public static byte[] of(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    public static byte[] of(long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES);
        bytes.asLongBuffer().put(values);
        return bytes.array();
    }

    public static float[] floats(byte[] bytes) {
        float[] values = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).asFloatBuffer().get(values);
        return values;
    }

    public static double[] doubles(byte[] bytes) {
        double[] values = new double[bytes.length / Double.BYTES];
        ByteBuffer.wrap(bytes).asDoubleBuffer().get(values);
        return values;
    }

    static long[] longs(byte[] bytes) {
        long[] values = new long[bytes.length / Long.BYTES];
        ByteBuffer.wrap(bytes).asLongBuffer().get(values);
        return values;
    }

    /** One array after the other. */
    public static double[] concatenated(double[] first, double[] second) {
        double[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** Element-wise sum over workers; exact. */
    public static long[] added(byte[][] workers) {
        long[] sum = longs(workers[0]);
        for (int rank = 1; rank < workers.length; rank++) {
            long[] values = longs(workers[rank]);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += values[i];
            }
        }
        return sum;
    }

    /** Counts, most of which are zero: each other one's place and value. */
    public static byte[] sparse(long[] counts) {
        int[] places =
                IntStream.range(0, counts.length).filter(i -> counts[i] != 0).toArray();
        ByteBuffer bytes = ByteBuffer.allocate(places.length * (Integer.BYTES + Long.BYTES));
        for (int place : places) {
            bytes.putInt(place).putLong(counts[place]);
        }
        return bytes.array();
    }

    /**
     * Element-wise sum over workers of what {@link #sparse} made; exact.
     *
     * @param size counts of a worker
     */
    public static long[] addedSparse(byte[][] workers, int size) {
        long[] sum = new long[size];
        for (byte[] worker : workers) {
            ByteBuffer bytes = ByteBuffer.wrap(worker);
            while (bytes.hasRemaining()) {
                sum[bytes.getInt()] += bytes.getLong();
            }
        }
        return sum;
    }

    /** Element-wise sum over workers in the order of their ranks; exact where only one of them is not zero. */
    public static double[] addedDoubles(byte[][] workers) {
        double[] sum = doubles(workers[0]);
        for (int rank = 1; rank < workers.length; rank++) {
            double[] values = doubles(workers[rank]);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += values[i];
            }
        }
        return sum;
    }
}
