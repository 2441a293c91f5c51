package io.tauspark.inference;

import io.tauspark.model.torch.TauGpt;
import io.tauspark.tokens.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How well a model knows one text, which follows on the separator that begins every document. Of a text longer than the
 * context windows follow each other without overlap, as in the validation of a training.
 *
 * @param tokens of the text
 * @param bytes of the text in UTF-8
 * @param logProbability of all tokens, each after those before it in its window, nats
 */
record DocumentLoss(int tokens, int bytes, double logProbability) {
    /** Windows that pass through the model at once. */
    private static final int BATCH = 8;

    static DocumentLoss of(String text, TauGpt gpt, Tokenizer tokenizer) {
        int[] all = tokenizer.encodeDocument(text);
        int tokens = all.length - 1;
        int context = gpt.config().context();
        List<int[]> windows = new ArrayList<>();
        double nats = 0;
        for (int start = 0; start < tokens; start += context) {
            windows.add(Arrays.copyOfRange(all, start, Math.min(all.length, start + context + 1)));
            // What passes at once is a matter of the text alone, so that its bits are too.
            boolean last = start + context >= tokens;
            boolean nextIsShorter = start + 2L * context > tokens;
            if (last || nextIsShorter || windows.size() == BATCH) {
                nats += sum(gpt.tokenLosses(windows.toArray(int[][]::new)));
                windows.clear();
            }
        }
        return new DocumentLoss(tokens, text.getBytes(StandardCharsets.UTF_8).length, -nats);
    }

    /** Bits that a byte of text costs; not a number for a text without bytes. */
    double bitsPerByte() {
        return bytes == 0 ? Double.NaN : -logProbability / Math.log(2) / bytes;
    }

    private static double sum(double[][] losses) {
        return Arrays.stream(losses).flatMapToDouble(Arrays::stream).sum();
    }
}
