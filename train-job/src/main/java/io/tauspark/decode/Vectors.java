package io.tauspark.decode;

/** Arithmetic on the vectors of one token. */
final class Vectors {
    /** The ε of RMSNorm in the model's program. */
    private static final double EPSILON = 1e-6;

    private Vectors() {}

    /** A vector divided by the root of its mean square. */
    static float[] norm(float[] x) {
        float[] result = new float[x.length];
        norm(x, 0, x.length, result);
        return result;
    }

    /** Divides a part of a vector by the root of its mean square, into the same places of another. */
    static void norm(float[] x, int at, int size, float[] into) {
        double sum = 0;
        for (int i = at; i < at + size; i++) {
            sum += (double) x[i] * x[i];
        }
        float factor = (float) (1 / Math.sqrt(sum / size + EPSILON));
        for (int i = at; i < at + size; i++) {
            into[i] = x[i] * factor;
        }
    }

    /** Adds one vector to another, in place. */
    static void add(float[] x, float[] more) {
        for (int i = 0; i < x.length; i++) {
            x[i] += more[i];
        }
    }
}
