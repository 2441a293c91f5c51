package io.tauspark.model;

import io.tauspark.config.InvalidInput;
import io.tauspark.memory.DomainMemory;
import io.tauspark.store.Sha256;
import io.tauspark.terms.TermTable;
import io.tauspark.tokens.Tokenizer;
import io.tauspark.tokens.TokenizerSource;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a model takes of a domain memory.
 *
 * @param laplacians what its heads see
 * @param spread factors along which its activation spreads
 * @param start what its tokens begin with
 * @param content checksums of all that was taken, or null without a memory
 */
public record ModelMemory(
        HeadLaplacians laplacians,
        SpreadFactors spread,
        TokenStart start,
        @Nullable String content) {

    /**
     * What a model takes.
     *
     * @param memory nothing for a model that needs none
     * @param tokenizer of the model
     * @throws InvalidInput if the memory is too small for the model, or has no terms of this tokenizer where the model uses
     *     them
     */
    public static ModelMemory of(
            @Nullable DomainMemory memory, ModelConfig model, TokenizerSource tokenizer, Configuration hadoop)
            throws IOException {
        HeadLaplacians laplacians = memory != null && model.memory().features()
                ? HeadLaplacians.of(memory.laplacian(), model)
                : HeadLaplacians.path(model);
        if (memory == null || !model.memory().knowsTokens()) {
            return new ModelMemory(
                    laplacians, SpreadFactors.NONE, TokenStart.NONE, memory == null ? null : memory.sha256());
        }
        TermTable terms = TermTable.load(memory.directory(), hadoop)
                .orElseThrow(() -> new InvalidInput(
                        ("memory '%s' has no terms, which model.memory.use asks for; build it with terms.tokenizer, or give"
                                        + " model.memory.use = [features]")
                                .formatted(memory.directory())));
        if (!terms.tokenizer().equals(tokenizer.identity())) {
            throw new InvalidInput(
                    "memory '%s' knows the tokens of another tokenizer: %s there and %s here; build it with this one"
                            .formatted(memory.directory(), terms.tokenizer(), tokenizer.identity()));
        }
        int separator;
        try (Tokenizer opened = tokenizer.open()) {
            separator = opened.separator();
        }
        return new ModelMemory(
                laplacians,
                model.memory().spreads() ? SpreadFactors.of(terms, model, separator) : SpreadFactors.NONE,
                TokenStart.of(terms, model),
                memory.sha256() + " " + Sha256.of(new Path(memory.directory(), TermTable.FILE), hadoop));
    }
}
