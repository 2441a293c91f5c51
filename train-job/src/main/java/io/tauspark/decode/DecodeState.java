package io.tauspark.decode;

/**
 * What one key head remembers of a text, for the query heads that it serves.
 *
 * <p>Query x of head h gives key y with log-weight c the weight exp(score<sub>h</sub>(x, y) + c). λ is a key of one number; a
 * key of a dot product has as many as a head has features; the mean has keys of none.
 *
 * <table>
 * <caption>Cost for T tokens, G points of a grid and heads of width D</caption>
 * <tr><th>state</th><th>append</th><th>attend</th><th>size</th></tr>
 * <tr><td>{@link FlatState}</td><td>O(D)</td><td>O(T D)</td><td>O(T D)</td></tr>
 * <tr><td>{@link ExactState}</td><td>O(D log T), amortised</td><td>O(D log T)</td><td>O(T D)</td></tr>
 * <tr><td>{@link GridState}</td><td>O(D)</td><td>O(D √G)</td><td>O(G D)</td></tr>
 * <tr><td>{@link MeanState}</td><td>O(D)</td><td>O(D)</td><td>O(D)</td></tr>
 * </table>
 */
public interface DecodeState {
    /**
     * Takes the next token.
     *
     * @param keys holds its key from place {@code key} on
     * @param logWeight of the key; only differences between tokens count, so it may grow without bound as a text does
     * @param values holds its values from place {@code value} on
     */
    void append(float[] keys, int key, double logWeight, float[] values, int value);

    /**
     * Adds the values of all tokens, each with its weight, to a row of sums.
     *
     * @param head number of the query head among those that this key head serves
     * @param queries holds its query from place {@code query} on
     */
    void attend(int head, float[] queries, int query, WeightedSums into, int row);

    /**
     * Takes all tokens of the text that follows this one.
     *
     * @param later remembers them, for the same head and in a state of the same kind; it is left as it was
     * @param logWeight is added to the log-weight of each of them
     * @throws UnsupportedOperationException by {@link ExactState}, which holds every token in an order of its own
     */
    void append(DecodeState later, double logWeight);

    /** Writes what is remembered. */
    void save(StateTensors to);

    /**
     * Remembers what another state of the same head and kind has written, and nothing else.
     *
     * @throws io.tauspark.config.InvalidInput if it is of another shape
     */
    void load(StateTensors from);

    /** Bytes of what is remembered. */
    long bytes();

    /** The same memory once more, which goes on by itself. What cannot change any more is shared. */
    DecodeState copy();
}
