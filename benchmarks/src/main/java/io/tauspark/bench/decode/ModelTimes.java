package io.tauspark.bench.decode;

import io.tauspark.bench.speed.SubjectOptions;
import io.tauspark.decode.StateKind;
import io.tauspark.decode.TextPast;
import io.tauspark.decode.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The timing of single tokens of whole models, each kind of state in turns with a dot product. */
final class ModelTimes {
    /** Tokens whose mean is one measurement. */
    private static final int TOKENS = 8;

    /** Tokens after which Java's compiler has made of the code what it will be. */
    private static final int WARM_UP = 256;

    private static final int WARM_UP_BEFORE = 512;

    /** What is compared. */
    private record State(String name, Model model, StateKind kind) {
        State(String name, String attention, StateKind kind) {
            this(name, new Model(attention, Weights.FLOAT32), kind);
        }
    }

    /** What states of the same model share. */
    private record Model(String attention, Weights weights) {}

    /** The plain dot product that others have, first. */
    private static final List<State> STATES = List.of(
            new State("dot", "dot:none", StateKind.FLAT),
            new State("flat", "tau", StateKind.FLAT),
            new State("exact", "tau", StateKind.EXACT),
            new State("grid", "grid", StateKind.FLAT),
            new State("grid of tau", "tau", StateKind.GRID),
            new State("mean", "mean", StateKind.FLAT),
            new State("exact, int8", new Model("tau", Weights.INT8), StateKind.EXACT));

    private final String preset;
    private final Map<Model, TimedModel> models = new LinkedHashMap<>();

    /** @param longest most tokens before one that is timed */
    ModelTimes(SubjectOptions subject, int longest, int rounds) {
        this.preset = subject.preset();
        // Flat states see as many tokens as the context has.
        int context = longest + (STATES.size() * rounds + 1) * TOKENS;
        for (State state : STATES) {
            models.computeIfAbsent(
                    state.model, model -> TimedModel.of(subject.with(model.attention), model.weights, context));
        }
        for (State state : STATES) {
            TextPast past = model(state).past(state.kind, WARM_UP_BEFORE);
            model(state).micros(past, WARM_UP_BEFORE, WARM_UP);
        }
    }

    private TimedModel model(State state) {
        return Objects.requireNonNull(models.get(state.model));
    }

    /** @param before tokens of the past, a multiple of 256 */
    List<DecodeTime> measure(int before, int rounds) {
        List<DecodeTime> times = new ArrayList<>();
        State dot = STATES.get(0);
        TextPast dotPast = model(dot).past(dot.kind, before);
        int round = 0;
        // Two at a time, so that the states of all need not have room beside each other.
        for (State other : STATES.subList(1, STATES.size())) {
            TextPast past = model(other).past(other.kind, before);
            for (int turn = 0; turn < rounds; turn++) {
                boolean dotFirst = turn % 2 == 0;
                times.add(time(dotFirst ? dot : other, dotFirst ? dotPast : past, before, round));
                times.add(time(dotFirst ? other : dot, dotFirst ? past : dotPast, before, round));
                round++;
            }
        }
        return times;
    }

    private DecodeTime time(State state, TextPast past, int before, int round) {
        double micros = model(state).micros(past, before, TOKENS);
        return new DecodeTime(Part.MODEL, preset, state.name, before, round, micros, past.bytes());
    }
}
