package io.tauspark.laplacian;

import io.tauspark.config.Problems;
import io.tauspark.config.RecordBinder;
import io.tauspark.config.Settings;
import io.tauspark.corpus.CorpusConfig;
import io.tauspark.embed.EmbedConfig;
import io.tauspark.graph.GraphConfig;
import io.tauspark.release.Lease;
import io.tauspark.termgraph.TermsConfig;
import java.time.Duration;

/**
 * The settings of the laplacian command.
 *
 * @param name what the memory is called in its files
 * @param corpus the documents
 * @param output the memory directory that gets the new release
 * @param seed of the word vectors and of the sample they are fitted on
 * @param update whether documents are added to the current release, if there is one, instead of starting over
 * @param embed how documents become vectors
 * @param terms what the memory gets to know of the tokens of a vocabulary
 * @param graph how the feature graph is wired
 * @param tau how energies become λ
 * @param gate what a release must be like to be promoted
 * @param lease how long the right to change the memory outlives this job if it dies
 */
public record LaplacianConfig(
        String name,
        CorpusConfig corpus,
        String output,
        long seed,
        boolean update,
        EmbedConfig embed,
        TermsConfig terms,
        GraphConfig graph,
        TauConfig tau,
        GateConfig gate,
        Duration lease) {
    public LaplacianConfig {
        Problems problems = new Problems();
        problems.check(!name.isBlank(), "name", name, "must not be empty");
        problems.check(!output.isBlank(), "output", output, "must not be empty");
        problems.check(
                embed.dimension() == 0 || graph.topk() <= embed.dimension() - 2,
                "graph.topk",
                graph.topk(),
                "must be at most embed.dimension - 2 = " + (embed.dimension() - 2));
        boolean ofTerms = embed.kind() == EmbedConfig.Kind.TERMS;
        problems.check(
                !ofTerms || terms.isWanted(),
                "embed.kind",
                "terms",
                "needs terms.tokenizer = gpt2 or huggingface, whose tokens get the vectors");
        problems.check(
                !ofTerms || embed.dimension() <= 2 * terms.size(),
                "embed.dimension",
                embed.dimension(),
                "must be at most 2 · terms.size = " + 2 * terms.size() + " for embed.kind = terms");
        problems.check(
                !update || graph.mode() == GraphConfig.Mode.EXACT,
                "update",
                update,
                "needs graph.mode = exact, whose sums can be added to");
        problems.check(
                !update || tau.isShared(),
                "update",
                update,
                "needs tau.source = energies, since earlier documents are not read again");
        problems.check(
                tau.rule() != TauConfig.Rule.MEMORY,
                "tau.rule",
                "memory",
                "is for scoring against a memory, which is made here");
        Lease.check(problems, lease);
        problems.throwIfAny();
    }

    public static LaplacianConfig from(Settings settings) {
        EmbedConfig embed = settings.section("embed", RecordBinder.of(EmbedConfig.class));
        String vectors = embed.kind() == EmbedConfig.Kind.COLUMN ? embed.column() : "";
        return RecordBinder.of(LaplacianConfig.class)
                .with("corpus", keys -> CorpusConfig.from(keys, vectors))
                .with("embed", keys -> embed)
                .with("terms", keys -> keys.section("terms", TermsConfig::from))
                .apply(settings);
    }
}
