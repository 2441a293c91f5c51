package io.tauspark.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.tauspark.config.InvalidInput;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Filter.Result;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalFilterTest {
    private static final String LOST = "Lost task 0.0 in stage 4.0 (TID 7) (host executor driver): "
            + "io.tauspark.config.InvalidInput: input 'x' is cut\n\tat A.b(A.java:1)";

    private final RefusalFilter filter = new RefusalFilter();

    private boolean isShown(String text, @Nullable Throwable thrown) {
        return filter.filter(Log4jLogEvent.newBuilder()
                        .setLevel(Level.ERROR)
                        .setLoggerName("org.apache.spark.executor.Executor")
                        .setMessage(new SimpleMessage(text))
                        .setThrown(thrown)
                        .build())
                != Result.DENY;
    }

    @Test
    void traceAndTextOfARefusalAreKeptBack() {
        InvalidInput refusal = new InvalidInput("input 'x' is cut");
        assertThat(isShown("Exception in task 0.0 in stage 4.0 (TID 7)", new RuntimeException(refusal)))
                .isFalse();
        assertThat(isShown(LOST, null)).isFalse();
        assertThat(isShown("Putting block rdd_3_0 failed due to exception " + refusal + ".", null))
                .isFalse();
    }

    @Test
    void soIsWhatFollowsFromIt() {
        List<String> following = List.of(
                "Task 0 in stage 4.0 failed 1 times; aborting job",
                "Lost task 1.0 in stage 4.0 (TID 8) (host executor driver): TaskKilled (Stage cancelled)",
                "Block rdd_3_0 could not be removed as it was not found on disk or in memory");
        assertThat(following).allMatch(text -> isShown(text, null));
        isShown(LOST, null);
        isShown("Putting block rdd_3_0 failed due to exception io.tauspark.config.InvalidInput: x.", null);
        assertThat(following).noneMatch(text -> isShown(text, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Task 0 in stage 5.0 failed 1 times; aborting job",
                "Lost task 0.0 in stage 14.0 (TID 9) (host executor 1): java.io.IOException: disk full",
                "Lost executor 3 on host: worker lost"
            })
    void otherTroubleIsStillShown(String text) {
        isShown(LOST, null);
        assertThat(isShown(text, null)).isTrue();
        assertThat(isShown(text, new IllegalStateException("disk full"))).isTrue();
    }
}
