package io.tauspark.model.torch;

import io.tauspark.model.AttentionStack;
import io.tauspark.model.HeadGroup;
import io.tauspark.model.HeadLaplacians;
import io.tauspark.model.ModelConfig;
import io.tauspark.model.ParameterLayout;
import io.tauspark.model.SpreadFactors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * A model as the TorchScript program reads it: numbers that say for each layer and head group which kernel it uses and
 * where its parameters and buffers are.
 *
 * @param layers four numbers per layer: first group, number of groups, first matrix, shortcut
 * @param groups twenty-two numbers per group, as the program's class {@code Group} lists them
 * @param output five numbers: output bias, factors of spreading, its log odds, its weights, and the id that separates documents
 * @param bufferNames buffers in the program's order: head Laplacians, then by group τ, fixed temperatures, delays and
 *     marks of heads that forget, and in the end the factors of spreading
 */
record ProgramPlan(long[] layers, long[] groups, long[] output, List<String> bufferNames) {
    /** The number that says that there is no such thing. */
    private static final long ABSENT = -1;

    static final String TAU = "tau";
    static final String LOG_TEMPERATURE = "fixed_log_temperature";
    static final String DELAYS = "delays";
    static final String FORGETS = "forgets";

    static final String SPREAD = "spread";

    static ProgramPlan of(
            ModelConfig model,
            ParameterLayout layout,
            HeadLaplacians laplacians,
            SpreadFactors spread,
            LambdaKernel kernel) {
        Map<String, Integer> buffers = new LinkedHashMap<>();
        laplacians.stacks().keySet().forEach(name -> buffers.put(name, buffers.size()));
        LongStream.Builder layers = LongStream.builder();
        LongStream.Builder groups = LongStream.builder();
        // The program's list of parameters holds a tied embedding twice.
        int shift = model.tied() ? 1 : 0;
        List<List<HeadGroup>> stack = AttentionStack.of(model);
        int group = 0;
        for (int layer = 0; layer < stack.size(); layer++) {
            layers.add(group).add(stack.get(layer).size());
            layers.add(shift + layout.index("layers." + layer + ".out.weight"));
            layers.add(model.shortcut().stream() ? shift + layout.index(ParameterLayout.shortcut(layer)) : ABSENT);
            for (HeadGroup heads : stack.get(layer)) {
                String prefix = ParameterLayout.prefix(layer, heads);
                boolean fixed = heads.hasLambda() && heads.temperature() != null;
                groups.add(heads.kind().kernel()).add(heads.heads()).add(heads.keyHeads());
                groups.add(heads.width());
                groups.add(heads.rotate() ? 1 : 0);
                groups.add(heads.normalise() ? 1 : 0);
                groups.add(heads.clamp() ? 1 : 0);
                groups.add(heads.keyWeight().number());
                groups.add(shift + first(layout, prefix, ParameterLayout.Kind.MATRIX));
                groups.add(shift + first(layout, prefix, ParameterLayout.Kind.SCALAR));
                groups.add(heads.hasLambda() ? buffers.get(HeadLaplacians.name(heads)) : ABSENT);
                groups.add(heads.hasLambda() ? added(buffers, prefix + TAU) : ABSENT);
                groups.add(fixed ? added(buffers, prefix + LOG_TEMPERATURE) : ABSENT);
                groups.add(heads.projected() ? 1 : 0);
                groups.add(heads.near() > 0 ? shift + layout.index(prefix + ParameterLayout.NEAR_BIAS) : ABSENT);
                groups.add(heads.delayed() ? added(buffers, prefix + DELAYS) : ABSENT);
                groups.add(heads.forgetsPartly() ? added(buffers, prefix + FORGETS) : ABSENT);
                groups.add(heads.cold() ? 1 : 0);
                groups.add(heads.window());
                boolean values = model.hasTokenValues(layer);
                groups.add(values ? shift + layout.index(prefix + ParameterLayout.TOKEN_VALUES) : ABSENT);
                groups.add(values ? shift + layout.index(prefix + ParameterLayout.VALUE_GATE) : ABSENT);
                groups.add(kernel.cells(heads, model.lambda().cells()));
                group++;
            }
        }
        boolean spreads = model.memory().spreads();
        long[] output = {
            model.memory().biased() ? shift + layout.index(ParameterLayout.OUTPUT_BIAS) : ABSENT,
            spreads ? added(buffers, SPREAD) : ABSENT,
            spreads ? shift + layout.index(ParameterLayout.SPREAD_ODDS) : ABSENT,
            spreads ? shift + layout.index(ParameterLayout.SPREAD_WEIGHTS) : ABSENT,
            spread.separator()
        };
        return new ProgramPlan(
                layers.build().toArray(), groups.build().toArray(), output, new ArrayList<>(buffers.keySet()));
    }

    /** The first parameter of a kind whose name begins so, or {@link #ABSENT}. */
    private static long first(ParameterLayout layout, String prefix, ParameterLayout.Kind kind) {
        for (int i = 0; i < layout.slots().size(); i++) {
            ParameterLayout.Slot slot = layout.slots().get(i);
            if (slot.kind() == kind && slot.name().startsWith(prefix)) {
                return i;
            }
        }
        return ABSENT;
    }

    private static int added(Map<String, Integer> buffers, String name) {
        int index = buffers.size();
        buffers.put(name, index);
        return index;
    }
}
