package io.tauspark.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.tauspark.config.InvalidConfig;
import io.tauspark.config.InvalidInput;
import io.tauspark.config.Settings;
import io.tauspark.store.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerSourceTest {
    private static final Config DEFAULTS = ConfigFactory.parseString("tokenizer = gpt2, tokenizer-file = \"\"");

    private final Configuration hadoop = new Configuration();
    private final java.nio.file.Path directory;
    private final java.nio.file.Path original;
    private final Path model;

    TokenizerSourceTest(@TempDir java.nio.file.Path directory) throws IOException {
        this.directory = directory;
        this.original = directory.resolve("original.json");
        this.model = new Path(directory.resolve("model").toUri());
        try (var file = TokenizerSourceTest.class.getResourceAsStream("wordpiece.json")) {
            Files.copy(file, original);
        }
    }

    private static TokenizerSource read(String... overrides) {
        return Settings.read(DEFAULTS, null, List.of(overrides), TokenizerSource::from);
    }

    private TokenizerSource fromFile() {
        return read("tokenizer=huggingface", "tokenizer-file=" + original.toUri());
    }

    private static String decoded(TokenizerSource source, String text) {
        try (Tokenizer tokenizer = source.open()) {
            return tokenizer.decode(tokenizer.encode(text));
        }
    }

    @Test
    void namesWhatItOpens() {
        for (TokenizerSource source : List.of(read(), read("tokenizer=bytes"), fromFile())) {
            try (Tokenizer tokenizer = source.open()) {
                assertThat(source.identity().vocabulary()).isEqualTo(tokenizer.vocabulary());
            }
        }
        assertThat(read().identity().kind()).isEqualTo("gpt2");
        assertThat(read("tokenizer=bytes").identity().kind()).isEqualTo("bytes");
        assertThat(fromFile().identity().kind()).isEqualTo("huggingface");
    }

    @Test
    void writesItselfAsItsIdentity() {
        assertThat(Json.line(read()))
                .isEqualTo("{\"kind\":\"gpt2\",\"vocabulary\":50257,"
                        + "\"sha256\":\"306cd27f03c1a714eca7108e03d66b7dc042abe8c258b44c199a7ed9838dd930\"}");
    }

    @Test
    void arrivesWithItsFile() throws Exception {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(sent)) {
            out.writeObject(fromFile());
        }
        Files.delete(original);
        try (var in = new ObjectInputStream(new ByteArrayInputStream(sent.toByteArray()))) {
            assertThat(decoded((TokenizerSource) in.readObject(), "the cats")).isEqualTo("the cats");
        }
    }

    @Test
    void livesOnInAModel() throws IOException {
        for (TokenizerSource source : List.of(read(), read("tokenizer=bytes"), fromFile())) {
            source.save(model, hadoop);
            TokenizerSource loaded = TokenizerSource.load(model, source.identity(), hadoop);
            assertThat(loaded.identity()).isEqualTo(source.identity());
            assertThat(decoded(loaded, "the cats")).isEqualTo("the cats");
        }
        assertThat(directory.resolve("model/tokenizer.json")).hasSameBinaryContentAs(original);
    }

    @Test
    void isRefusedWhereTheFileOfAModelIsDamagedOrGone() throws IOException {
        TokenizerSource source = fromFile();
        source.save(model, hadoop);
        java.nio.file.Path kept = directory.resolve("model/tokenizer.json");
        Files.writeString(kept, Files.readString(kept).replace("\"cat\"", "\"cot\""));
        assertThatThrownBy(() -> TokenizerSource.load(model, source.identity(), hadoop))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContainingAll(
                        "model/tokenizer.json", source.identity().sha256(), "restore the file");
        Files.delete(kept);
        assertThatThrownBy(() -> TokenizerSource.load(model, source.identity(), hadoop))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("model/tokenizer.json' does not exist");
    }

    @Test
    void isRefusedWhereTheModelHadAnother() {
        assertThatThrownBy(() -> TokenizerSource.load(model, new TokenizerIdentity("gpt2", 50257, "0f"), hadoop))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContainingAll("0f", Gpt2Tokenizer.SHA256);
        assertThatThrownBy(() -> TokenizerSource.load(model, new TokenizerIdentity("runes", 24, "0f"), hadoop))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("tokenizer of kind 'runes'");
    }

    @Test
    void needsAFileForHuggingFaceAndForNothingElse() {
        assertThatThrownBy(() -> read("tokenizer=huggingface"))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("tokenizer-file: value '' must be the path of a tokenizer.json");
        assertThatThrownBy(() -> read("tokenizer-file=some.json"))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("tokenizer-file: value 'some.json' is read only when tokenizer = huggingface");
        assertThatThrownBy(() -> read("tokenizer=runes"))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("none of gpt2, bytes, huggingface");
    }

    @Test
    void isAProblemOfTheConfigurationWhereItsFileCannotBeUsed() throws IOException {
        String missing = directory.resolve("missing.json").toUri().toString();
        assertThatThrownBy(() -> read("tokenizer=huggingface", "tokenizer-file=" + missing))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageMatching("tokenizer-file: file '.*missing.json' does not exist.*");
        Files.writeString(original, "{");
        assertThatThrownBy(this::fromFile)
                .isInstanceOf(InvalidConfig.class)
                .hasMessageMatching("(?s)tokenizer-file: tokenizer '.*original.json' cannot be read.*");
    }
}
