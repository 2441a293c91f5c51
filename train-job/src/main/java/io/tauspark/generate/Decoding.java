package io.tauspark.generate;

import io.tauspark.decode.StateKind;
import io.tauspark.decode.TextPast;
import io.tauspark.decode.TokenPass;
import io.tauspark.model.torch.Continuation;
import io.tauspark.model.torch.LayerSteps;
import io.tauspark.model.torch.TauGpt;
import org.jspecify.annotations.Nullable;

/** A model that is ready to continue texts. Its parameters must stay as they are as long as that lasts. */
public final class Decoding {
    private final TauGpt gpt;
    private final StateKind kind;
    private final float[] parameters;
    private final @Nullable TokenPass single;

    /**
     * Prepares a model. Unless PyTorch keeps the tensors, its parameters are copied to the heap twice: as they are, and in the
     * order in which single tokens meet them.
     *
     * @param kind what is kept of a text
     */
    public Decoding(TauGpt gpt, StateKind kind) {
        this(gpt, kind, true);
    }

    /** @param java whether single tokens pass through plain Java, in single precision */
    public Decoding(TauGpt gpt, StateKind kind, boolean java) {
        this.gpt = gpt;
        this.kind = kind;
        boolean states = kind != StateKind.TENSORS;
        this.parameters = states ? gpt.parameters() : new float[0];
        this.single = states && java
                ? new TokenPass(
                        gpt.config(),
                        parameters,
                        gpt.headTemperatures(),
                        gpt.tau(),
                        new LayerSteps(gpt).laplacians())
                : null;
    }

    /** A text without tokens. */
    public GrowingText begin() {
        return kind == StateKind.TENSORS
                ? new TensorText(new Continuation(gpt))
                : new DecodedText(
                        gpt.config(),
                        new LayerSteps(gpt),
                        single,
                        TextPast.of(gpt.config(), kind, gpt.headTemperatures(), gpt.layout(), parameters));
    }
}
