package io.tauspark.embed;

/** The way in which the vectors of a text's tokens become the vector of the text. */
public enum Pooling {
    /** The mean over all tokens, those that the tokenizer adds included. */
    MEAN,
    /** The vector of the first token, which many models train to stand for the text. */
    CLS,
    /** The largest value of every feature over all tokens. */
    MAX,
    /** The model pools itself: its output is one vector per text. */
    NONE;

    /**
     * Pools one text.
     *
     * @param values of all texts, row by row: [texts, tokens, width], or [texts, width] for {@link #NONE}
     * @param text its place among the texts
     * @return the vector, [width], summed in the order of tokens in double precision
     */
    double[] pool(float[] values, int text, int tokens, int width) {
        double[] vector = new double[width];
        int rows = this == NONE ? 1 : tokens;
        int begin = text * rows * width;
        for (int feature = 0; feature < width; feature++) {
            double pooled = values[begin + feature];
            if (this == MEAN || this == MAX) {
                for (int token = 1; token < rows; token++) {
                    double value = values[begin + token * width + feature];
                    pooled = this == MEAN ? pooled + value : Math.max(pooled, value);
                }
            }
            vector[feature] = this == MEAN ? pooled / rows : pooled;
        }
        return vector;
    }
}
