package io.tauspark.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidInput;
import io.tauspark.testing.SilentFileSystem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FirstAnswerTest {
    private static final Duration SOON = Duration.ofMillis(20);

    private final Configuration hadoop = SilentFileSystem.configuration();

    @BeforeEach
    void silence() {
        SilentFileSystem.silence();
    }

    /** Does something as soon as something is printed. */
    private static PrintStream calling(Runnable action) {
        return new PrintStream(
                new OutputStream() {
                    @Override
                    public void write(int written) {
                        action.run();
                    }
                },
                true,
                StandardCharsets.UTF_8);
    }

    @Test
    void isWaitedForAloudAndWithABound() {
        hadoop.set(FirstAnswer.PATIENCE, "1s");
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        FirstAnswer answer = new FirstAnswer(SOON, new PrintStream(told, true, StandardCharsets.UTF_8));
        assertThatThrownBy(() -> answer.await(new Path("silent://dead/corpus"), hadoop))
                .isInstanceOf(InvalidInput.class)
                .hasMessageStartingWith(
                        "'silent://dead' has not answered within 1 s, when 'silent://dead/corpus' was asked for")
                .hasMessageContainingAll("endpoint", "--conf spark.hadoop.tauspark.storage.patience=2s");
        assertThat(told.toString(StandardCharsets.UTF_8))
                .startsWith(
                        "storage  still waiting for the first answer of silent://dead after 0 s, opening silent://dead/corpus");
    }

    @Test
    void mayComeWhileItIsWaitedFor() throws IOException {
        PrintStream speaking = calling(SilentFileSystem::speak);
        assertThat(new FirstAnswer(SOON, speaking).await(new Path("silent://slow/none"), hadoop))
                .isInstanceOf(SilentFileSystem.class);
        // It is not asked again, or this would wait.
        SilentFileSystem.silence();
        assertThat(Storage.of(new Path("silent://slow/none"), hadoop)).isInstanceOf(SilentFileSystem.class);
    }

    @Test
    void isNotWaitedForAgainIfItIsThatNobodyIsThere() {
        assertThatThrownBy(() -> new FirstAnswer(SOON, calling(SilentFileSystem::refuse))
                        .await(new Path("silent://refusing/corpus"), hadoop))
                .isInstanceOf(InvalidInput.class)
                .hasMessageStartingWith("'silent://refusing' cannot be reached: Connection refused; check its name");
    }

    /** A failure at once is the affair of whoever asked. */
    @Test
    void mayBeAFailure() throws IOException {
        SilentFileSystem.refuse();
        Path path = new Path("silent://failing/corpus");
        assertThat(new FirstAnswer(Duration.ofSeconds(30), System.err).await(path, hadoop))
                .isInstanceOf(SilentFileSystem.class);
        assertThatThrownBy(() -> Storage.of(path, hadoop).getFileStatus(path)).isInstanceOf(ConnectException.class);
    }

    @Test
    void boundsEveryWayIntoAFileSystem() {
        hadoop.set(FirstAnswer.PATIENCE, "1s");
        assertThatThrownBy(() -> Storage.qualified("silent://gone/corpus", hadoop))
                .hasMessageContaining("'silent://gone' has not answered within 1 s");
        assertThatThrownBy(() -> Storage.read(new Path("silent://gone/corpus"), hadoop))
                .hasMessageContaining("'silent://gone' has not answered within 1 s");
    }

    @Test
    void ofThisMachinesOwnFilesIsNotWaitedFor() {
        hadoop.set(FirstAnswer.PATIENCE, "never");
        assertThatCode(() -> Storage.of(new Path("file:/tmp"), hadoop)).doesNotThrowAnyException();
        assertThatCode(() -> Storage.of(new Path("/tmp"), hadoop)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"never", "0s", "-5s", "10ms"})
    void mayNotBeWaitedForLessThanASecond(String patience) {
        hadoop.set(FirstAnswer.PATIENCE, patience);
        assertThatThrownBy(() -> Storage.of(new Path("silent://quick/corpus"), hadoop))
                .isInstanceOf(InvalidInput.class)
                .hasMessage(
                        "tauspark.storage.patience: value '%s' is no time of at least 1s; write it as 120s", patience);
    }
}
