package io.tauspark.model;

import java.util.ArrayList;
import java.util.List;

/**
 * A key head that has a τ.
 *
 * @param layer its layer
 * @param calibrated whether its τ is a median of energies, not a number that the settings fix
 */
public record KeyHead(int layer, boolean calibrated) {

    /** The key heads with λ of a model, in the order of {@code TauGpt.tau}. */
    public static List<KeyHead> of(ModelConfig model) {
        List<KeyHead> heads = new ArrayList<>();
        List<List<HeadGroup>> stack = AttentionStack.of(model);
        for (int layer = 0; layer < stack.size(); layer++) {
            for (HeadGroup group : stack.get(layer)) {
                for (int head = 0; group.hasLambda() && head < group.keyHeads(); head++) {
                    heads.add(new KeyHead(layer, group.tau() == null));
                }
            }
        }
        return List.copyOf(heads);
    }
}
