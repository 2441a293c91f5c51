package io.tauspark.embed;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tauspark.config.InvalidInput;
import io.tauspark.store.Json;
import io.tauspark.store.Storage;
import io.tauspark.tokens.TokenizerIdentity;
import java.io.IOException;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The description of a release's embedder, as {@code embedder.json}.
 *
 * @param format version of this file and of those beside it
 * @param kind {@code words}, {@code terms} or {@code djl}
 * @param dimension numbers per vector
 * @param sha256 identifies what was learned: {@link FileChecksums} of the word vectors' files, or of the model's
 * @param djl where the model was and how it was run, for {@code djl} alone
 * @param tokenizer whose tokens have vectors, for {@code terms} alone
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record EmbedderFile(
        int format,
        String kind,
        int dimension,
        String sha256,
        @Nullable DjlConfig djl,
        @Nullable TokenizerIdentity tokenizer) {
    static final String NAME = "embedder.json";
    static final int FORMAT = 1;

    void write(Path directory, Configuration hadoop) throws IOException {
        Storage.writeText(new Path(directory, NAME), Json.pretty(this), hadoop);
    }

    /** @throws InvalidInput if there is none, which it needs */
    TokenizerIdentity requiredTokenizer(Path directory) {
        if (tokenizer == null) {
            throw new InvalidInput(
                    "'%s' of kind %s names no tokenizer; restore it".formatted(new Path(directory, NAME), kind));
        }
        return tokenizer;
    }

    /** @throws InvalidInput if the file is missing, damaged or of another format */
    static EmbedderFile read(Path directory, Configuration hadoop) throws IOException {
        Path file = new Path(directory, NAME);
        if (!Storage.of(file, hadoop).exists(file)) {
            throw new InvalidInput(
                    ("there is no embedder at '%s': the vectors of a memory made with embed.kind=column come"
                                    + " with the corpus; otherwise build the memory again")
                            .formatted(file));
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
        EmbedderFile read = Json.read(text, EmbedderFile.class, "'" + file + "'");
        if (read.dimension < 1) {
            throw new InvalidInput(String.format(
                    Locale.ROOT, "'%s' has dimension %d, must be at least 1; restore it", file, read.dimension));
        }
        return read;
    }
}
