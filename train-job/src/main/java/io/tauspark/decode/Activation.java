package io.tauspark.decode;

import io.tauspark.model.ParameterLayout;
import io.tauspark.model.SpreadFactors;

/**
 * Activation that the tokens of a text have spread (docs/domain-memory.md): the factors of all tokens of the document, each faded
 * by one share for every token since. It depends on the ids alone, and its size not on their number.
 */
public final class Activation {
    private final SpreadFactors factors;
    /** The share of the state that stays from one token to the next. */
    private final double stays;
    /** What each number of the state weighs in logits, [R]. */
    private final float[] weights;
    /** [R]; none of models without spreading. */
    private final double[] state;

    private Activation(SpreadFactors factors, double stays, float[] weights, double[] state) {
        this.factors = factors;
        this.stays = stays;
        this.weights = weights;
        this.state = state;
    }

    /** None yet. */
    static Activation of(HeapModel model) {
        int rank = model.spread().rank();
        if (rank == 0) {
            return new Activation(model.spread(), 0, new float[0], new double[0]);
        }
        float odds = model.parameter(ParameterLayout.SPREAD_ODDS)[0];
        return new Activation(
                model.spread(),
                1 / (1 + Math.exp(-odds)),
                model.parameter(ParameterLayout.SPREAD_WEIGHTS),
                new double[rank]);
    }

    /** Takes the next tokens. A separator ends what the document before it has spread. */
    public void take(int... ids) {
        for (int id : ids) {
            double kept = id == factors.separator() ? 0 : stays;
            int row = id * state.length;
            for (int r = 0; r < state.length; r++) {
                state[r] = kept * state[r] + factors.values()[row + r];
            }
        }
    }

    /** What the factors of a token are multiplied by to make its part of a logit, [R]. */
    public float[] weighted() {
        float[] weighted = new float[state.length];
        for (int r = 0; r < weighted.length; r++) {
            weighted[r] = (float) (weights[r] * state[r]);
        }
        return weighted;
    }

    void save(StateTensors to) {
        if (state.length > 0) {
            to.put("state", state.length, state);
        }
    }

    void load(StateTensors from) {
        if (state.length > 0) {
            System.arraycopy(from.doubles("state", 1, state.length)[0], 0, state, 0, state.length);
        }
    }

    long bytes() {
        return (long) Double.BYTES * state.length;
    }

    Activation copy() {
        return new Activation(factors, stays, weights, state.clone());
    }
}
