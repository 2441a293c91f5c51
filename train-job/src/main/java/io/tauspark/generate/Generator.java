package io.tauspark.generate;

import io.tauspark.decode.SavedPast;
import io.tauspark.generate.Continued.End;
import io.tauspark.model.torch.Continuation;
import io.tauspark.model.torch.TauGpt;
import io.tauspark.store.Stopwatch;
import io.tauspark.tokens.Tokenizer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Continues one prompt, any number of times. The model reads the prompt once; each continuation starts from a copy of what is
 * kept of it. What a token sees of a text that is longer than the context depends on that, see docs/generation.md.
 */
public final class Generator implements AutoCloseable {
    private final TauGpt gpt;
    private final Tokenizer tokenizer;
    /** The separator or the last tokens of what was read before, then the prompt. */
    private final int[] start;

    /** Tokens before those. */
    private final int before;

    /** Ids that are in the text. */
    private final BitSet seen;

    private final GrowingText read;
    private final float[] next;

    /**
     * Reads a prompt; an empty one is the beginning of a document.
     *
     * @param decoding the same model, ready to continue texts
     */
    public Generator(TauGpt gpt, Tokenizer tokenizer, String prompt, Decoding decoding) {
        this.gpt = gpt;
        this.tokenizer = tokenizer;
        this.start = tokenizer.encodeDocument(prompt);
        this.before = 0;
        this.seen = seen(new BitSet(), Arrays.copyOfRange(start, 1, start.length));
        this.read = decoding.begin();
        this.next = logits(read, start, start.length);
    }

    /**
     * Reads a prompt that follows a text which was read before, by the same model.
     *
     * @param decoding the model, ready to continue texts with states of the same kind
     */
    Generator(TauGpt gpt, Tokenizer tokenizer, String prompt, Decoding decoding, SavedPast past) {
        this.gpt = gpt;
        this.tokenizer = tokenizer;
        int[] ids = tokenizer.encode(prompt);
        this.start = joined(past.last(), ids);
        this.before = past.tokens() - past.last().length;
        this.seen = seen(past.seen(), ids);
        this.read = decoding.resume(past);
        this.next = ids.length == 0 ? past.logits() : logits(read, start, start.length);
    }

    private static int[] joined(int[] first, int[] second) {
        return IntStream.concat(Arrays.stream(first), Arrays.stream(second)).toArray();
    }

    private static BitSet seen(BitSet earlier, int[] ids) {
        BitSet all = (BitSet) earlier.clone();
        Arrays.stream(ids).forEach(all::set);
        return all;
    }

    /** All that is needed to continue the prompt without reading it again. */
    SavedPast past(SavedPast.Origin origin) {
        int[] last = Arrays.copyOfRange(start, Math.max(0, start.length - SavedPast.LAST), start.length);
        return new SavedPast(origin, read.length(), seen, last, next, read.saved());
    }

    /** The text that follows the prompt, to the end of its document or the given number of tokens. */
    public String continuation(int tokens, Sampler sampler) {
        return continuation(new GenerationLimits(tokens, List.of()), sampler, piece -> {})
                .text();
    }

    /**
     * Continues the prompt.
     *
     * @param limits where it ends, if the document does not end before
     * @param listener gets the text in pieces, as soon as they are certain
     */
    public Continued continuation(GenerationLimits limits, Sampler sampler, Consumer<String> listener) {
        long begin = System.nanoTime();
        StopTexts stops = new StopTexts(limits.stop());
        EmergingText emerging = new EmergingText(tokenizer, shown());
        StringBuilder text = emerging.text();
        seen.stream().forEach(sampler::saw);
        int[] ids = Arrays.copyOf(start, start.length + limits.tokens());
        int length = start.length;
        int shown = 0;
        int stopped = -1;
        boolean document = false;
        double logProbability = 0;
        try (GrowingText own = read.copy()) {
            float[] logits = next;
            while (length < ids.length && stopped < 0 && !document) {
                if (length > start.length) {
                    logits = logits(own, ids, length);
                }
                // A model may have more rows than its tokenizer has ids.
                float[] known = Arrays.copyOf(logits, tokenizer.vocabulary());
                int id = sampler.next(known);
                logProbability += logProbability(known, id);
                ids[length++] = id;
                document = id == tokenizer.separator();
                int searched = text.length();
                if (document || length == ids.length) {
                    emerging.end(document ? new int[0] : new int[] {id});
                } else {
                    emerging.append(id);
                }
                sampler.saw(id);
                stopped = stops.end(text, searched);
                boolean over = stopped >= 0 || document || length == ids.length;
                int certain = stopped >= 0 ? stopped : over ? text.length() : stops.certain(text);
                if (shown < certain) {
                    listener.accept(text.substring(shown, certain));
                    shown = certain;
                }
            }
            return new Continued(
                    text.substring(0, shown),
                    length - start.length,
                    logProbability,
                    stopped >= 0 ? End.STOP : document ? End.DOCUMENT : End.TOKENS,
                    Stopwatch.seconds(System.nanoTime() - begin),
                    own.bytes());
        }
    }

    /** The tokens at the text's end that are text. */
    private int[] shown() {
        return start[0] == tokenizer.separator() ? Arrays.copyOfRange(start, 1, start.length) : start;
    }

    /** The log of a token's probability before sampling leaves any out, nats. */
    private static double logProbability(float[] logits, int id) {
        double largest = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            largest = Math.max(largest, logit);
        }
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - largest);
        }
        return logits[id] - largest - Math.log(sum);
    }

    /** Logits of the token after the first {@code length} of some ids, those before the last of which may be in the text. */
    private float[] logits(GrowingText text, int[] ids, int length) {
        int context = gpt.config().context();
        return length <= context || Continuation.isEndless(gpt.config())
                ? text.append(Arrays.copyOfRange(ids, text.length() - before, length))
                : gpt.nextLogits(Arrays.copyOfRange(ids, length - context, length));
    }

    @Override
    public void close() {
        read.close();
    }
}
