package io.tauspark.laplacian;

import io.tauspark.config.Problems;
import io.tauspark.config.Settings;
import io.tauspark.corpus.CorpusFields;

/**
 * How a corpus is cut into shards.
 *
 * @param input file, directory or glob of JSONL
 * @param output directory to make
 * @param format of the input
 * @param text field with the text
 * @param id field with the id
 * @param shards number of training parts
 * @param validationFraction expected share of validation documents, in (0, 1)
 * @param validationParts number of validation parts
 * @param rejectedLimit largest share of rejected lines, in [0, 1]
 * @param seed of the order of the documents
 * @param overwrite whether earlier shards at the output may be replaced
 */
public record ShardConfig(
        String input,
        String output,
        Format format,
        String text,
        String id,
        int shards,
        double validationFraction,
        int validationParts,
        double rejectedLimit,
        long seed,
        boolean overwrite) {

    /** How the input is written. */
    public enum Format {
        JSONL
    }

    public ShardConfig {
        Problems problems = new Problems()
                .check(!input.isBlank(), "input", input, "is blank; name a file, a directory or a glob")
                .check(!output.isBlank(), "output", output, "is blank; name the directory to make")
                .check(shards >= 1, "shards", shards, "must be at least 1")
                .check(
                        validationFraction > 0 && validationFraction < 1,
                        "validation.fraction",
                        validationFraction,
                        "must lie between 0 and 1, both excluded")
                .check(validationParts >= 1, "validation.parts", validationParts, "must be at least 1")
                .check(
                        rejectedLimit >= 0 && rejectedLimit <= 1,
                        "rejected.limit",
                        rejectedLimit,
                        "must lie between 0 and 1");
        CorpusFields.check(problems, text, id);
        problems.throwIfAny();
    }

    public static ShardConfig from(Settings settings) {
        return new ShardConfig(
                settings.text("input"),
                settings.text("output"),
                settings.choice("format", Format.class),
                settings.text("text"),
                settings.text("id"),
                settings.integer("shards"),
                settings.number("validation.fraction"),
                settings.integer("validation.parts"),
                settings.number("rejected.limit"),
                settings.longInteger("seed"),
                settings.flag("overwrite"));
    }

    public CorpusFields fields() {
        return new CorpusFields(text, id);
    }
}
