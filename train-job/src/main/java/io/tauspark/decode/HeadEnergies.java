package io.tauspark.decode;

import io.tauspark.model.HeadGroup;
import io.tauspark.model.HeadLaplacians.Stack;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** λ of the queries and keys of a group: E / (E + τ) with the energy E = xᵀLx / (xᵀx + ε) on the head's Laplacian. */
final class HeadEnergies {
    /** The ε of the model, see docs/model.md. */
    private static final double EPSILON = 1e-6;

    private final int width;
    /** By key head, or one for all, [D, D]. */
    private final double[][] laplacians;
    /** Inner products of a learned projection's rows, by key head; null without one. */
    private final double @Nullable [][] products;

    private final float[] tau;

    /**
     * The energies of one group.
     *
     * @param projections vectors of the memory's features that the features of all key heads stand for, [K · D, F]; null without
     * @param tau by key head
     */
    HeadEnergies(HeadGroup group, Stack stack, float @Nullable [][] projections, float[] tau) {
        this.width = group.width();
        this.tau = tau;
        if (projections == null) {
            this.products = null;
            this.laplacians = new double[stack.count()][];
            for (int i = 0; i < stack.count(); i++) {
                laplacians[i] = Arrays.copyOfRange(stack.values(), i * width * width, (i + 1) * width * width);
            }
        } else {
            this.products = new double[group.keyHeads()][];
            this.laplacians = new double[group.keyHeads()][];
            for (int key = 0; key < group.keyHeads(); key++) {
                float[][] rows = Arrays.copyOfRange(projections, key * width, (key + 1) * width);
                products[key] = products(rows, rows);
                laplacians[key] = products(rows, times(rows, stack));
            }
        }
    }

    /** Each row times a symmetric matrix. */
    private static float[][] times(float[][] rows, Stack stack) {
        int size = stack.size();
        float[][] result = new float[rows.length][size];
        for (int i = 0; i < rows.length; i++) {
            for (int column = 0; column < size; column++) {
                double sum = 0;
                for (int k = 0; k < size; k++) {
                    sum += rows[i][k] * stack.values()[column * size + k];
                }
                result[i][column] = (float) sum;
            }
        }
        return result;
    }

    private static double[] products(float[][] left, float[][] right) {
        double[] result = new double[left.length * right.length];
        for (int i = 0; i < left.length; i++) {
            for (int j = 0; j < right.length; j++) {
                double sum = 0;
                for (int k = 0; k < left[i].length; k++) {
                    sum += (double) left[i][k] * right[j][k];
                }
                result[i * right.length + j] = sum;
            }
        }
        return result;
    }

    /** λ of the vector that begins at a place of an array. */
    float lambda(int key, float[] x, int at) {
        double energy = Math.max(0, form(laplacians[laplacians.length == 1 ? 0 : key], x, at));
        double square = products == null ? square(x, at) : Math.max(0, form(products[key], x, at));
        double ratio = energy / (square + EPSILON);
        return (float) (ratio / (ratio + tau[key]));
    }

    private double square(float[] x, int at) {
        double sum = 0;
        for (int i = 0; i < width; i++) {
            sum += (double) x[at + i] * x[at + i];
        }
        return sum;
    }

    /** xᵀMx. */
    private double form(double[] matrix, float[] x, int at) {
        double sum = 0;
        for (int i = 0; i < width; i++) {
            double row = 0;
            for (int j = 0; j < width; j++) {
                row += matrix[i * width + j] * x[at + j];
            }
            sum += row * x[at + i];
        }
        return sum;
    }
}
