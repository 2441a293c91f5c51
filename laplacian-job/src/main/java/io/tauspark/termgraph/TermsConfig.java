package io.tauspark.termgraph;

import io.tauspark.config.Problems;
import io.tauspark.config.RecordBinder;
import io.tauspark.config.Settings;
import io.tauspark.tokens.TokenizerSource;
import org.jspecify.annotations.Nullable;

/**
 * The settings by which a memory gets to know the tokens of a vocabulary.
 *
 * @param tokenizer whose tokens they are; null for a memory without terms
 * @param size numbers per vector, in each of the two spaces
 * @param rank eigenvectors of the term graph
 * @param minCount times a token must occur to be known
 * @param near tokens to either side that tell what can stand in a token's place
 * @param around tokens to either side that tell what a token is about
 * @param topk neighbours that each token asks for
 * @param contexts tokens at most that one is compared by, the ones it stands near most often
 */
public record TermsConfig(
        @Nullable TokenizerSource tokenizer,
        int size,
        int rank,
        int minCount,
        int near,
        int around,
        int topk,
        int contexts) {
    /** The tokenizers that a configuration can choose. */
    private enum Choice {
        NONE,
        GPT2,
        HUGGINGFACE,
        /** Refused: named here so that the refusal can say why. */
        BYTES
    }

    /** The work grows with the square of the size; no more is gained there than noise. */
    private static final int LARGEST_SIZE = 1_024;

    /** Up to here the rounding of weights stays below one part in 500. */
    private static final int WIDEST = 100;

    public TermsConfig {
        new Problems()
                .check(size >= 2 && size <= LARGEST_SIZE, "size", size, "must lie between 2 and " + LARGEST_SIZE)
                .check(rank >= 2 && rank <= LARGEST_SIZE, "rank", rank, "must lie between 2 and " + LARGEST_SIZE)
                .check(minCount >= 1, "min-count", minCount, "must be at least 1")
                .check(near >= 1, "near", near, "must be at least 1")
                .check(
                        around >= near && around <= WIDEST,
                        "around",
                        around,
                        "must be at least near and at most " + WIDEST)
                .check(topk >= 1, "topk", topk, "must be at least 1")
                .check(contexts >= 1, "contexts", contexts, "must be at least 1")
                .throwIfAny();
    }

    /** Reads the section. */
    public static TermsConfig from(Settings settings) {
        return RecordBinder.of(TermsConfig.class)
                .with("tokenizer", TermsConfig::tokenizer)
                .apply(settings);
    }

    private static @Nullable TokenizerSource tokenizer(Settings settings) {
        Choice choice = settings.choice("tokenizer", Choice.class);
        String file = settings.text("tokenizer-file");
        new Problems()
                .check(
                        choice != Choice.BYTES,
                        "tokenizer",
                        "bytes",
                        "has no terms, only single bytes; choose gpt2 or huggingface, or none")
                .check(
                        choice != Choice.NONE || file.isEmpty(),
                        "tokenizer-file",
                        file,
                        "is read only when tokenizer = huggingface: choose that or leave the file out")
                .throwIfAny();
        return choice == Choice.NONE ? null : TokenizerSource.from(settings);
    }

    /** Whether a memory with terms is asked for. */
    public boolean isWanted() {
        return tokenizer != null;
    }

    /** The known tokens that are needed at least: more than there are directions and neighbours to choose. */
    int fewestTerms() {
        return Math.max(Math.max(size, rank), topk) + 1;
    }

    Windows windows() {
        return new Windows(near, around);
    }
}
