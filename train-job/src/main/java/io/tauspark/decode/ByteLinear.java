package io.tauspark.decode;

import io.tauspark.model.ParameterLayout.Matrix;

/**
 * A matrix of whole numbers from −127 to 127, with a scale for each output.
 *
 * <p>The vector is rounded too, but as finely as sums of 32 bits allow, which is 15 bits for vectors of up to 516 numbers. Four
 * weights of an output lie in one number of 32 bits: its shifts are what Java's compiler makes vector instructions of, while loops
 * over bytes stay as they are, ten times as slow.
 *
 * @param packed weights of four inputs each, the first one in the lowest byte, [inputs / 4, outputs]
 * @param scales [outputs]
 */
record ByteLinear(int[][] packed, float[] scales) implements Linear {
    private static final int LARGEST = 127;
    private static final int INPUTS_OF_AN_INT = 4;
    private static final int BYTE_MASK = 0xff;

    static ByteLinear of(float[] values, Matrix matrix) {
        int inputs = matrix.columns();
        int outputs = matrix.rows();
        int[][] packed = new int[(inputs + INPUTS_OF_AN_INT - 1) / INPUTS_OF_AN_INT][outputs];
        float[] scales = new float[outputs];
        for (int output = 0; output < outputs; output++) {
            int row = matrix.offset() + output * inputs;
            scales[output] = largest(values, row, inputs) / LARGEST;
            for (int input = 0; input < inputs && scales[output] > 0; input++) {
                int rounded = Math.round(values[row + input] / scales[output]);
                packed[input / INPUTS_OF_AN_INT][output] |=
                        (rounded & BYTE_MASK) << (Byte.SIZE * (input % INPUTS_OF_AN_INT));
            }
        }
        return new ByteLinear(packed, scales);
    }

    private static float largest(float[] values, int from, int count) {
        float largest = 0;
        for (int i = from; i < from + count; i++) {
            largest = Math.max(largest, Math.abs(values[i]));
        }
        return largest;
    }

    @Override
    public float[] times(float[] x) {
        float[] y = new float[scales.length];
        int[] sums = new int[y.length];
        // So large that no sum of products can overflow.
        int limit = Math.min(Short.MAX_VALUE, Integer.MAX_VALUE / (LARGEST * x.length));
        float scale = largest(x, 0, x.length) / limit;
        int[] rounded = new int[packed.length * INPUTS_OF_AN_INT];
        for (int i = 0; i < x.length && scale > 0; i++) {
            rounded[i] = Math.round(x[i] / scale);
        }
        Linear.inParts(y.length, x.length, (from, to) -> times(rounded, scale, sums, y, from, to));
        return y;
    }

    private void times(int[] x, float scale, int[] sums, float[] y, int from, int to) {
        for (int four = 0; four < packed.length; four++) {
            int at = INPUTS_OF_AN_INT * four;
            add(x[at], x[at + 1], x[at + 2], x[at + 3], packed[four], sums, from, to);
        }
        for (int i = from; i < to; i++) {
            y[i] = sums[i] * scale * scales[i];
        }
    }

    /** Both arrays have the same places, without which there are no vector instructions. */
    private static void add(int a, int b, int c, int d, int[] weights, int[] sums, int from, int to) {
        for (int i = from; i < to; i++) {
            int four = weights[i];
            sums[i] += a * ((four << 24) >> 24) + b * ((four << 16) >> 24) + c * ((four << 8) >> 24) + d * (four >> 24);
        }
    }
}
