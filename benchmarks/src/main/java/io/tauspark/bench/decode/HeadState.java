package io.tauspark.bench.decode;

import io.tauspark.decode.DecodeState;
import io.tauspark.decode.ExactState;
import io.tauspark.decode.FlatState;
import io.tauspark.decode.GridState;
import io.tauspark.decode.Score;
import java.util.Locale;

/** A state that is timed, of one key head with one query head. */
enum HeadState {
    /** Keys and values of a dot product: what the others are compared with. */
    DOT,
    FLAT,
    EXACT,
    GRID;

    /** The default of {@code model.lambda.cells}. */
    static final int CELLS = 64;

    /** The temperature of heads that have learned to look closely. */
    private static final double TEMPERATURE = 0.05;

    /** The name in tables. */
    String spelling() {
        return name().toLowerCase(Locale.ROOT);
    }

    DecodeState empty(int width) {
        double[] inverse = {1 / TEMPERATURE};
        return switch (this) {
            case DOT -> new FlatState(new Score.Dot(width), width, FlatState.ALL);
            case FLAT -> new FlatState(new Score.Distance(inverse), width, FlatState.ALL);
            case EXACT -> new ExactState(inverse, width);
            case GRID -> new GridState(inverse, CELLS, width);
        };
    }
}
