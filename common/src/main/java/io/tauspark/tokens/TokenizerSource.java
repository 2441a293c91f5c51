package io.tauspark.tokens;

import com.fasterxml.jackson.annotation.JsonValue;
import io.tauspark.config.InvalidConfig;
import io.tauspark.config.InvalidInput;
import io.tauspark.config.Problem;
import io.tauspark.config.Problems;
import io.tauspark.config.Settings;
import io.tauspark.store.HadoopSettings;
import io.tauspark.store.Sha256;
import io.tauspark.store.Storage;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The choice of a tokenizer, with all that opens it: a configuration reads it, executors receive it, a model keeps it.
 * The content of a tokenizer.json travels along, so that nobody needs the original again.
 */
public final class TokenizerSource implements Serializable {
    /** The tokenizers that a configuration can choose. */
    private enum Kind {
        /** {@link Gpt2Tokenizer}. */
        GPT2,
        /** {@link ByteTokenizer}. */
        BYTES,
        /** {@link FileTokenizer}. */
        HUGGINGFACE
    }

    private static final long serialVersionUID = 1L;
    /** The name of its file in the directory of a model. */
    private static final String FILE = "tokenizer.json";

    private static final byte[] NO_FILE = {};

    private final Kind kind;
    private final TokenizerIdentity identity;
    private final byte[] file;
    private final String path;

    private TokenizerSource(Kind kind, int vocabulary, String sha256, byte[] file, String path) {
        this.kind = kind;
        this.identity = new TokenizerIdentity(Settings.spelling(kind), vocabulary, sha256);
        this.file = file;
        this.path = path;
    }

    /** GPT-2's byte-pair encoding. */
    public static TokenizerSource gpt2() {
        return new TokenizerSource(Kind.GPT2, Gpt2Tokenizer.VOCABULARY, Gpt2Tokenizer.SHA256, NO_FILE, "");
    }

    /** The tokens that can separate documents in a tokenizer.json: the first of these that is among its added tokens does. */
    public static List<String> separators() {
        return TokenizerFile.SEPARATORS;
    }

    /** {@link ByteTokenizer}. */
    public static TokenizerSource bytes() {
        return new TokenizerSource(Kind.BYTES, ByteTokenizer.VOCABULARY, ByteTokenizer.sha256(), NO_FILE, "");
    }

    /**
     * The tokenizer that a Hugging Face tokenizer.json describes.
     *
     * @param name path of the file
     * @throws InvalidInput if it cannot be used, or has no token that can separate documents
     */
    public static TokenizerSource huggingFace(byte[] content, String name) {
        try (Tokenizer tokenizer = new FileTokenizer(content, name)) {
            return new TokenizerSource(
                    Kind.HUGGINGFACE, tokenizer.vocabulary(), Sha256.of(content), content.clone(), name);
        }
    }

    /** Reads the settings {@code tokenizer} and {@code tokenizer-file}, and the file from wherever Spark can read. */
    public static TokenizerSource from(Settings settings) {
        Kind kind = settings.choice("tokenizer", Kind.class);
        String file = settings.text("tokenizer-file");
        boolean needed = kind == Kind.HUGGINGFACE;
        new Problems()
                .check(
                        file.isEmpty() != needed,
                        "tokenizer-file",
                        file,
                        needed
                                ? "must be the path of a tokenizer.json when tokenizer = huggingface"
                                : "is read only when tokenizer = huggingface: choose that or leave the file out")
                .throwIfAny();
        return switch (kind) {
            case GPT2 -> gpt2();
            case BYTES -> bytes();
            case HUGGINGFACE -> read(file);
        };
    }

    /**
     * Takes the tokenizer out of a model.
     *
     * @param model directory of the model
     * @param recorded what the model says of its tokenizer
     * @throws InvalidInput if there is another one now, or none
     */
    public static TokenizerSource load(Path model, TokenizerIdentity recorded, Configuration hadoop)
            throws IOException {
        Kind kind = Arrays.stream(Kind.values())
                .filter(known -> Settings.spelling(known).equals(recorded.kind()))
                .findFirst()
                .orElseThrow(() -> new InvalidInput("model '" + model + "' has a tokenizer of kind '" + recorded.kind()
                        + "', which this version does not know; use the TauSpark that wrote it"));
        return switch (kind) {
            case GPT2 -> gpt2().checked(model, recorded);
            case BYTES -> bytes().checked(model, recorded);
            case HUGGINGFACE -> kept(model, recorded, hadoop);
        };
    }

    /** The identity that a model records. */
    @JsonValue
    public TokenizerIdentity identity() {
        return identity;
    }

    /** The path that its file was read from; empty if it has none. */
    public String path() {
        return path;
    }

    /** Opens it; the caller closes it. */
    public Tokenizer open() {
        return switch (kind) {
            case GPT2 -> new Gpt2Tokenizer();
            case BYTES -> new ByteTokenizer();
            case HUGGINGFACE -> new FileTokenizer(file, FILE);
        };
    }

    /** Writes what {@link #load} needs beside the identity: the tokenizer.json, where there is one. */
    public void save(Path model, Configuration hadoop) throws IOException {
        if (kind == Kind.HUGGINGFACE) {
            Storage.write(new Path(model, FILE), file, hadoop);
        }
    }

    private static TokenizerSource read(String file) {
        try {
            Configuration hadoop = HadoopSettings.current();
            return huggingFace(Storage.read(Storage.qualified(file, hadoop), hadoop), file);
        } catch (InvalidInput | IOException refused) {
            throw new InvalidConfig(List.of(new Problem("tokenizer-file", String.valueOf(refused.getMessage()), "")));
        }
    }

    private static TokenizerSource kept(Path model, TokenizerIdentity recorded, Configuration hadoop)
            throws IOException {
        Path file = new Path(model, FILE);
        byte[] content = Storage.read(file, hadoop);
        String found = Sha256.of(content);
        if (!found.equals(recorded.sha256())) {
            throw new InvalidInput("'%s' has SHA-256 %s, but the model was trained with %s; restore the file"
                    .formatted(file, found, recorded.sha256()));
        }
        return huggingFace(content, file.toString());
    }

    private static String shown(TokenizerIdentity tokenizer) {
        return String.format(
                Locale.ROOT,
                "%s (%d tokens, SHA-256 %s)",
                tokenizer.kind(),
                tokenizer.vocabulary(),
                tokenizer.sha256());
    }

    private TokenizerSource checked(Path model, TokenizerIdentity recorded) {
        if (!identity.equals(recorded)) {
            throw new InvalidInput(
                    "model '%s' was trained with tokenizer %s, but here it is %s; use the TauSpark that wrote it"
                            .formatted(model, shown(recorded), shown(identity)));
        }
        return this;
    }
}
