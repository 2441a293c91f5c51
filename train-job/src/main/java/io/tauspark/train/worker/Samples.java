package io.tauspark.train.worker;

import io.tauspark.generate.Decoding;
import io.tauspark.generate.Generator;
import io.tauspark.generate.Sampler;
import io.tauspark.generate.Sampling;
import io.tauspark.model.Seeds;
import io.tauspark.model.torch.TauGpt;
import io.tauspark.run.SampleLine;
import io.tauspark.tokens.Tokenizer;
import io.tauspark.train.config.TrainConfig;
import io.tauspark.train.data.ValidationSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Lets a model in training continue the same prompts after every scoring, with the same draws, so that what changes from
 * one time to the next is the model.
 */
public final class Samples {
    /** Two passages; one alone may be a headline or a table. */
    private static final int PASSAGES = 2;

    /** Enough to see what a text is about, and to fit on a line. */
    private static final int CHARACTERS = 40;

    private final List<String> prompts;
    private final int tokens;
    private final long seed;
    private final Tokenizer tokenizer;

    public Samples(TrainConfig config, ValidationSet validation, Tokenizer tokenizer) {
        this.tokens = config.samples().tokens();
        this.seed = config.seed();
        this.tokenizer = tokenizer;
        this.prompts = config.samples().prompts().isEmpty()
                ? passages(validation)
                : config.samples().prompts();
    }

    /**
     * The texts that the model writes now; nothing if none are wanted.
     *
     * @param alive called between two texts
     */
    public List<SampleLine> write(TauGpt gpt, int step, Runnable alive) {
        List<SampleLine> samples = new ArrayList<>();
        if (tokens == 0 || prompts.isEmpty()) {
            return samples;
        }
        Decoding decoding = Decoding.of(gpt);
        for (int i = 0; i < prompts.size(); i++) {
            Sampler sampler = new Sampler(Sampling.byDefault(Seeds.of(seed, "sample", i)));
            try (Generator prompted = new Generator(gpt, tokenizer, prompts.get(i), decoding)) {
                samples.add(new SampleLine(step, prompts.get(i), prompted.continuation(tokens, sampler)));
            }
            alive.run();
        }
        return samples;
    }

    private List<String> passages(ValidationSet validation) {
        return IntStream.range(0, PASSAGES)
                .mapToObj(i -> validation.window(i * validation.size() / PASSAGES))
                .map(this::opening)
                .distinct()
                .toList();
    }

    /** The first words of a window that lie within one document. */
    private String opening(int[] window) {
        int from = 0;
        while (from < window.length && window[from] == tokenizer.separator()) {
            from++;
        }
        int to = from;
        while (to < window.length && to - from < CHARACTERS && window[to] != tokenizer.separator()) {
            to++;
        }
        String text = tokenizer.decode(Arrays.copyOfRange(window, from, to));
        String line = text.substring(0, Math.min(CHARACTERS, text.length())).strip();
        int space = line.lastIndexOf(' ');
        return space > 0 ? line.substring(0, space) : line;
    }
}
