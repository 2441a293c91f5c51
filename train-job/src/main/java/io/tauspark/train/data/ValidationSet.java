package io.tauspark.train.data;

import io.tauspark.config.InvalidInput;
import io.tauspark.shards.ShardPart;
import io.tauspark.tokens.Tokenizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** A fixed set of windows that are scored and never learnt from. */
public final class ValidationSet {
    /** Windows that are scored at one time, the same ones for any number of workers. */
    private static final int BATCH = 8;

    /** One to read, and one to predict. */
    static final int FEWEST_TOKENS = 2;

    /** Gives the loss of every target of some windows, [windows, targets], nats. */
    public interface Scorer {
        double[][] losses(int[][] windows);
    }

    /**
     * The score of a model on the validation set.
     *
     * @param loss mean over all targets, nats per token
     * @param error standard error of this mean, from how much windows differ; 0 of a single one
     */
    public record Score(double loss, double error) {}

    private final List<int[]> windows = new ArrayList<>();
    private final long bytes;

    /**
     * Cuts windows.
     *
     * @param tokens validation documents joined by separators
     * @param bytes UTF-8 bytes that each token stands for
     * @param context tokens that a window predicts; one shorter window is made if there are fewer
     * @param most windows that are kept, from the start
     */
    public ValidationSet(int[] tokens, int[] bytes, int context, int most) {
        requireTarget(tokens.length);
        int length = Math.min(context, tokens.length - 1);
        for (int start = 0; start + length < tokens.length && windows.size() < most; start += length) {
            windows.add(Arrays.copyOfRange(tokens, start, start + length + 1));
        }
        // A window begins with the last token of the one before it, so their targets follow each other.
        this.bytes = Arrays.stream(bytes, 1, 1 + windows.size() * length)
                .asLongStream()
                .sum();
    }

    /** @throws InvalidInput if so many tokens leave none to predict from another */
    static void requireTarget(int tokens) {
        if (tokens < FEWEST_TOKENS) {
            throw new InvalidInput("the validation shards hold " + tokens
                    + " tokens, too few to score: shard a larger corpus or raise validation.fraction");
        }
    }

    /**
     * The number of windows that hold all tokens of some documents.
     *
     * @param context tokens that a window predicts
     */
    public static int windows(
            Path shards, List<ShardPart> parts, Tokenizer tokenizer, int context, Configuration hadoop)
            throws IOException {
        int tokens = TokenStream.length(shards, parts, document -> true, tokenizer::encode, Integer.MAX_VALUE, hadoop);
        return (tokens + context - 1) / context;
    }

    public int size() {
        return windows.size();
    }

    /** The tokens of a window, the last of which is predicted and not read. */
    public int[] window(int number) {
        return windows.get(number).clone();
    }

    /** Tokens that are predicted. */
    public long targets() {
        return windows.stream().mapToLong(window -> window.length - 1).sum();
    }

    /** UTF-8 bytes of the predicted tokens. */
    public long bytes() {
        return bytes;
    }

    /** Summed loss in nats of the windows of every {@code members}-th batch, from batch {@code rank}; else 0. */
    public double[] losses(Scorer scorer, int rank, int members) {
        double[] sums = new double[windows.size()];
        for (int from = rank * BATCH; from < windows.size(); from += members * BATCH) {
            List<int[]> batch = windows.subList(from, Math.min(from + BATCH, windows.size()));
            double[][] losses = scorer.losses(batch.toArray(int[][]::new));
            for (int i = 0; i < losses.length; i++) {
                sums[from + i] = Arrays.stream(losses[i]).sum();
            }
        }
        return sums;
    }

    /** The score of a model from its summed losses of all windows. */
    public Score score(double[] sums) {
        // Windows have equally many targets.
        double targets = targets() / (double) sums.length;
        double mean = Arrays.stream(sums).sum() / targets();
        double squares = Arrays.stream(sums)
                .map(sum -> sum / targets - mean)
                .map(difference -> difference * difference)
                .sum();
        return new Score(mean, sums.length < 2 ? 0 : Math.sqrt(squares / (sums.length - 1) / sums.length));
    }
}
