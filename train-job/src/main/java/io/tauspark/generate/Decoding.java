package io.tauspark.generate;

import io.tauspark.config.InvalidInput;
import io.tauspark.config.Settings;
import io.tauspark.decode.HeapModel;
import io.tauspark.decode.SavedPast;
import io.tauspark.decode.StateKind;
import io.tauspark.decode.TextPast;
import io.tauspark.decode.TokenPass;
import io.tauspark.decode.Weights;
import io.tauspark.model.torch.Continuation;
import io.tauspark.model.torch.LayerSteps;
import io.tauspark.model.torch.TauGpt;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A model that is ready to continue texts. Its parameters must stay as they are as long as that lasts. */
public final class Decoding {
    private static final long MEGABYTE = 1_000_000;

    private final TauGpt gpt;
    private final StateKind kind;
    private final HeapModel model;
    private final @Nullable TokenPass single;

    /** Prepares a model with states in plain Java where it is on a processor, in single precision; else with tensors where it is. */
    public static Decoding of(TauGpt gpt) {
        return new Decoding(gpt, gpt.isSingleOnProcessor() ? StateKind.AUTO : StateKind.TENSORS);
    }

    /**
     * Prepares a model. Unless tensors are kept, its parameters are copied to the heap twice: as they are, and in the order in
     * which single tokens meet them.
     *
     * @param kind what is kept of a text
     */
    public Decoding(TauGpt gpt, StateKind kind) {
        this(
                gpt,
                kind,
                kind.of(gpt.config()) == StateKind.TENSORS ? new float[0] : gpt.parameters(),
                true,
                Weights.FLOAT32);
    }

    /**
     * Prepares a model whose parameters are on the heap as they are.
     *
     * @param parameters of the model; must stay as they are
     * @param java whether single tokens pass through plain Java, in single precision
     * @param weights what they are kept in for that
     * @throws InvalidInput if there is no room for the copy, or tensors alone are kept, which are not rounded
     */
    public Decoding(TauGpt gpt, StateKind kind, float[] parameters, boolean java, Weights weights) {
        this.gpt = gpt;
        this.kind = kind.of(gpt.config());
        if (weights != Weights.FLOAT32 && this.kind == StateKind.TENSORS) {
            throw new InvalidInput("weights = " + Settings.spelling(weights)
                    + ", but all tokens pass through PyTorch in single precision where tensors are kept; leave weights"
                    + " or state out");
        }
        this.model = heapModel(gpt, parameters);
        this.single = java && this.kind != StateKind.TENSORS ? onTheHeap(model, weights) : null;
    }

    private static TokenPass onTheHeap(HeapModel model, Weights weights) {
        try {
            return new TokenPass(model, weights);
        } catch (OutOfMemoryError full) {
            throw new InvalidInput(
                    String.format(
                            Locale.ROOT,
                            "a heap of %,d MB has no room for the model's %,d MB twice; give it more, as in --spark --driver-memory 4g;"
                                    + " generate does without if it has state=tensors, which is slower, and train if it has"
                                    + " samples.tokens=0",
                            Runtime.getRuntime().maxMemory() / MEGABYTE,
                            (long) model.parameters().length * Float.BYTES / MEGABYTE),
                    full);
        }
    }

    /**
     * The numbers of a model.
     *
     * @param parameters of it, which may be on the heap already; must stay as they are
     */
    public static HeapModel heapModel(TauGpt gpt, float[] parameters) {
        LayerSteps steps = new LayerSteps(gpt);
        return new HeapModel(
                gpt.config(),
                gpt.layout(),
                parameters,
                gpt.headTemperatures(),
                gpt.tau(),
                steps.laplacians(),
                steps.spread());
    }

    /** A text without tokens. */
    public GrowingText begin() {
        return kind == StateKind.TENSORS ? new TensorText(new Continuation(gpt)) : decoded(nothing(), 0);
    }

    /**
     * A text that was read before.
     *
     * @throws InvalidInput if what was saved does not fit this model
     */
    GrowingText resume(SavedPast saved) {
        TextPast past = nothing();
        past.load(saved.states());
        return decoded(past, saved.tokens());
    }

    private TextPast nothing() {
        return TextPast.of(model, kind, false);
    }

    private DecodedText decoded(TextPast past, int tokens) {
        return new DecodedText(gpt.config(), new LayerSteps(gpt), single, past, tokens);
    }
}
