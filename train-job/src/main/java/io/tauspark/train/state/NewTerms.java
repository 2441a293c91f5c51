package io.tauspark.train.state;

import io.tauspark.model.ModelMemory;
import io.tauspark.model.ParameterLayout;
import io.tauspark.terms.TermTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Vectors of tokens that an earlier memory did not know, and a new one does: in a trained model such a token gets the mean of
 * the vectors of its nearest neighbours in the new memory, among the tokens that both know, each weighted as an edge of a
 * memory's graph is. What the model has learnt of all other tokens stays.
 */
final class NewTerms {
    /** As many neighbours as a term graph asks for. */
    private static final int NEIGHBOURS = 10;

    /** The exponent of the weight of an edge, 1 / (1 + (d / σ)^p). */
    private static final double POWER = 1.8;

    private record Neighbour(int token, double distance) {}

    private NewTerms() {}

    /**
     * Places the new terms in the token vectors of a model, and in its output vectors where it has others.
     *
     * @param parameters of the model; changed in place
     * @param earlier terms of the memory that the model was trained with
     * @param now what it takes of the new one
     * @return how many were placed
     */
    static int place(float[] parameters, ParameterLayout layout, TermTable earlier, ModelMemory now) {
        float[] vectors = now.start().vectors();
        int vocabulary = now.start().bias().length;
        int width = vectors.length / vocabulary;
        List<Integer> fresh = new ArrayList<>();
        List<Integer> old = new ArrayList<>();
        for (int token = 0; token < earlier.vocabulary(); token++) {
            if (now.start().knows(token)) {
                (earlier.knows(token) ? old : fresh).add(token);
            }
        }
        for (int token : fresh) {
            List<Neighbour> nearest = nearest(vectors, width, token, old);
            for (String table : List.of(ParameterLayout.EMBEDDING, ParameterLayout.HEAD)) {
                if (layout.has(table) && !nearest.isEmpty()) {
                    int offset = Math.toIntExact(layout.slot(table).offset());
                    mean(parameters, offset, width, token, nearest);
                }
            }
        }
        return fresh.size();
    }

    private static List<Neighbour> nearest(float[] vectors, int width, int token, List<Integer> among) {
        return among.stream()
                .map(other -> new Neighbour(other, distance(vectors, width, token, other)))
                .sorted(Comparator.comparingDouble(Neighbour::distance).thenComparingInt(Neighbour::token))
                .limit(NEIGHBOURS)
                .toList();
    }

    /** The cosine distance of vectors of length 1. */
    private static double distance(float[] vectors, int width, int a, int b) {
        double product = 0;
        for (int i = 0; i < width; i++) {
            product += (double) vectors[a * width + i] * vectors[b * width + i];
        }
        return Math.max(0, 1 - product);
    }

    private static void mean(float[] table, int offset, int width, int token, List<Neighbour> nearest) {
        double sigma = nearest.get(nearest.size() / 2).distance();
        double[] sum = new double[width];
        double total = 0;
        for (Neighbour neighbour : nearest) {
            double weight = sigma == 0 ? 1 : 1 / (1 + Math.pow(neighbour.distance() / sigma, POWER));
            total += weight;
            for (int i = 0; i < width; i++) {
                sum[i] += weight * table[offset + neighbour.token() * width + i];
            }
        }
        for (int i = 0; i < width; i++) {
            table[offset + token * width + i] = (float) (sum[i] / total);
        }
    }
}
