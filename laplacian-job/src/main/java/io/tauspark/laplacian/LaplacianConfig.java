package io.tauspark.laplacian;

import io.tauspark.config.Problems;
import io.tauspark.config.Settings;
import io.tauspark.embed.EmbedConfig;
import io.tauspark.graph.GraphConfig;

/**
 * What the laplacian command does.
 *
 * @param name what the memory is called in its files
 * @param input documents: a file, a directory or a glob of JSON lines, gzip or plain, with {@code id} and {@code text}
 * @param output the memory directory that gets the new release
 * @param seed of the word vectors and of the sample they are fitted on
 * @param embed how documents become vectors
 * @param graph how the feature graph is wired
 * @param tau how τ is chosen
 */
public record LaplacianConfig(
        String name, String input, String output, long seed, EmbedConfig embed, GraphConfig graph, TauRule tau) {
    public LaplacianConfig {
        Problems problems = new Problems();
        problems.check(!name.isBlank(), "name", name, "must not be empty");
        problems.check(!input.isBlank(), "input", input, "must not be empty");
        problems.check(!output.isBlank(), "output", output, "must not be empty");
        problems.check(
                embed.dimension() == 0 || graph.topk() + 2 <= embed.dimension(),
                "graph.topk",
                graph.topk(),
                "must be at most embed.dimension - 2 = " + (embed.dimension() - 2));
        problems.throwIfAny();
    }

    public static LaplacianConfig from(Settings settings) {
        return new LaplacianConfig(
                settings.text("name"),
                settings.text("input"),
                settings.text("output"),
                settings.longInteger("seed"),
                settings.section("embed", EmbedConfig::from),
                settings.section("graph", GraphConfig::from),
                settings.section("tau", tau -> tau.choice("rule", TauRule.class)));
    }
}
