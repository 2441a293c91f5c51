package io.tauspark.inference;

import io.tauspark.decode.HeapModel;
import io.tauspark.decode.LayerPast;
import io.tauspark.decode.StateKind;
import io.tauspark.decode.StateTensors;
import io.tauspark.decode.TextPast;
import io.tauspark.generate.Decoding;
import io.tauspark.model.torch.LayerSteps;
import io.tauspark.model.torch.LayerSteps.Streams;
import io.tauspark.model.torch.TauGpt;
import io.tauspark.store.Safetensors;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * A model that reads parts of a text, a layer at a time. A part's tokens see those before it in the state that these leave in the
 * layer.
 */
final class PartReader {
    private final LayerSteps steps;
    private final TextPast wholes;
    private final TextPast parts;

    /**
     * A reader that does nothing else meanwhile.
     *
     * @param parameters of the model
     * @param kind of the states of {@code tau} attention
     */
    PartReader(TauGpt gpt, float[] parameters, StateKind kind) {
        this.steps = new LayerSteps(gpt);
        HeapModel model = Decoding.heapModel(gpt, parameters);
        this.wholes = TextPast.of(model, kind, false);
        this.parts = TextPast.of(model, kind, true);
    }

    /** A part before the first layer's attention. */
    TextPart enter(TextPart part) throws IOException {
        return read(0, part, piece -> steps.enter(part.ids(piece), part.start(piece)));
    }

    /**
     * A part before the attention of the next layer.
     *
     * @param layer its number
     * @param part before the attention of the layer below
     * @param before what that layer remembers of all tokens before the part, packed
     */
    TextPart next(int layer, TextPart part, byte[] before) throws IOException {
        LayerPast past = unpacked(before, wholes.layers().get(layer - 1));
        return read(layer, part, piece -> {
            int[] ids = part.ids(piece);
            Streams below = part.streams(piece);
            return steps.next(
                    layer, ids, part.start(piece), below, past.attend(below.inputs(), ids.length, ids.length));
        });
    }

    private TextPart read(int layer, TextPart part, IntFunction<Streams> entering) throws IOException {
        LayerPast own = parts.layers().get(layer).copy();
        Streams[] streams = new Streams[part.pieces()];
        for (int piece = 0; piece < streams.length; piece++) {
            streams[piece] = entering.apply(piece);
            own.append(streams[piece].inputs(), part.ids(piece).length);
        }
        return part.at(streams, packed(own));
    }

    /**
     * Logits of the token after a part.
     *
     * @param part before the attention of the last layer
     * @param before what that layer remembers of all tokens before the part, packed
     * @param spread what activation adds there, as {@link io.tauspark.decode.Activation#weighted} gives it
     */
    float[] logits(TextPart part, byte[] before, float[] spread) throws IOException {
        LayerPast past = unpacked(before, wholes.layers().get(wholes.layers().size() - 1));
        int last = part.pieces() - 1;
        for (int piece = 0; piece < last; piece++) {
            past.append(part.streams(piece).inputs(), part.ids(piece).length);
        }
        int[] ids = part.ids(last);
        Streams below = part.streams(last);
        return steps.logits(ids, part.start(last), below, past.attend(below.inputs(), ids.length, 1), spread);
    }

    /** A state as it travels. */
    static byte[] packed(LayerPast past) throws IOException {
        StateTensors tables = new StateTensors();
        past.save(tables);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new Safetensors(Map.of(), tables.all()).write(bytes);
        return bytes.toByteArray();
    }

    /**
     * A state that has travelled.
     *
     * @param like a state of the same layer, which is left as it was
     */
    static LayerPast unpacked(byte[] packed, LayerPast like) throws IOException {
        LayerPast past = like.copy();
        past.load(StateTensors.of(Safetensors.read(new ByteArrayInputStream(packed), packed.length, "a state")));
        return past;
    }
}
