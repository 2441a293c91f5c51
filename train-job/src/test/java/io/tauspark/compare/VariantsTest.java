package io.tauspark.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VariantsTest {
    @Test
    void knowsThoseThatTheComparisonIsAbout() {
        assertThat(Variants.with("").names())
                .containsExactly(
                        "dot",
                        "dot+kw",
                        "grid",
                        "mean",
                        "mean+kw",
                        "reference",
                        "tau",
                        "tau+counts",
                        "tau+local",
                        "tau+spread",
                        "tau+spread-permuted",
                        "tau+terms",
                        "tau+terms+pmi",
                        "tau+terms+spread",
                        "tau+terms+spread-permuted",
                        "tau+terms-permuted",
                        "tau+terms-random",
                        "tau-chain",
                        "tau-permuted",
                        "tau-plain",
                        "tau-random");
    }

    @Test
    void aFileAddsSomeAndChangesOthers(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("more.conf");
        Files.writeString(file, "wide { model.width = 256 }\ndot.model.softcap = 30");
        Variants variants = Variants.with(file.toString());
        assertThat(variants.settings("wide").getInt("model.width")).isEqualTo(256);
        assertThat(variants.settings("dot").getInt("model.softcap")).isEqualTo(30);
        assertThat(variants.settings("dot").getString("attention")).isEqualTo("dot");
    }

    @Test
    void anUnknownNameIsAnsweredWithTheKnownOnes() {
        assertThatThrownBy(() -> Variants.with("").settings("dott"))
                .isInstanceOf(InvalidInput.class)
                .hasMessageStartingWith("variant 'dott' is not defined; there are dot, dot+kw, grid,");
    }

    @Test
    void aFileThatCannotBeReadIsRefused(@TempDir Path directory) throws IOException {
        Path broken = directory.resolve("broken.conf");
        Files.writeString(broken, "wide {");
        assertThatThrownBy(() -> Variants.with(broken.toString()))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("is not valid HOCON");
        assertThatThrownBy(() -> Variants.with("nowhere.conf"))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("definitions file 'nowhere.conf' cannot be read");
    }
}
