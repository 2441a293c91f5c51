package io.tauspark.terms;

import io.tauspark.config.InvalidInput;
import io.tauspark.store.Json;
import io.tauspark.store.Storage;
import io.tauspark.tokens.TokenizerIdentity;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The description of a release's terms, as {@code terms.json}.
 *
 * @param format version of this file and of those beside it
 * @param tokenizer whose tokens they are
 * @param known tokens that have a vector
 * @param minCount times that a token had to occur to be known
 * @param near tokens to either side that were counted for the vectors of what can stand in a token's place
 * @param around tokens to either side that were counted for the topical vectors
 * @param sha256 of {@link TermTable#FILE}
 */
public record TermsFile(
        int format, TokenizerIdentity tokenizer, int known, int minCount, int near, int around, String sha256) {
    /** Its name in a release. */
    public static final String NAME = "terms.json";

    /** The version that is written and read. */
    public static final int FORMAT = 1;

    public void write(Path release, Configuration hadoop) throws IOException {
        Storage.writeText(new Path(release, NAME), Json.pretty(this), hadoop);
    }

    /**
     * The description in a release; empty if it has none.
     *
     * @throws InvalidInput if the file is damaged or of a format that this version does not read
     */
    public static Optional<TermsFile> read(Path release, Configuration hadoop) throws IOException {
        Path file = new Path(release, NAME);
        if (!Storage.of(file, hadoop).exists(file)) {
            return Optional.empty();
        }
        String text = Storage.readText(file, hadoop);
        int format = Json.tree(text, "'" + file + "'").path("format").asInt();
        if (format != FORMAT) {
            throw new InvalidInput(String.format(
                    Locale.ROOT,
                    "'%s' has format %d, this version reads %d; use the version that wrote it",
                    file,
                    format,
                    FORMAT));
        }
        return Optional.of(Json.read(text, TermsFile.class, "'" + file + "'"));
    }

    /** A tokenizer as messages show it. */
    public static String shown(TokenizerIdentity tokenizer) {
        return String.format(
                Locale.ROOT,
                "%s (%d tokens, SHA-256 %s)",
                tokenizer.kind(),
                tokenizer.vocabulary(),
                tokenizer.sha256());
    }
}
