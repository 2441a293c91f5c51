package io.tauspark.train.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ExecutorSupplyTest {
    private static final String EACH =
            "1 cores (spark.executor.cores) and 3456 MiB of memory (spark.executor.memory = 3072m, spark.executor.memoryOverhead = 384m)";

    private static ExecutorSupply supply(int registered, OptionalInt asked, OptionalInt mostCores, int lost) {
        return new ExecutorSupply(
                registered, asked, EACH, mostCores, lost, lost == 0 ? "" : "Command exited with code 1");
    }

    @Test
    void aClusterThatGaveFewerThanWereAskedForIsNotToBeAskedForMore() {
        ExecutorSupply short1 = supply(1, OptionalInt.of(2), OptionalInt.empty(), 0);
        assertThat(short1.isWhole()).isFalse();
        assertThat(short1.found()).isEqualTo("1 of 2 executors");
        assertThat(short1.advice())
                .startsWith("each asks a machine for " + EACH)
                .contains("lower what is asked for")
                .doesNotContain("--num-executors");
    }

    @Test
    void aClusterThatGaveAllIsWhole() {
        assertThat(supply(2, OptionalInt.of(2), OptionalInt.empty(), 0).isWhole())
                .isTrue();
        assertThat(supply(3, OptionalInt.empty(), OptionalInt.empty(), 0).isWhole())
                .isFalse();
        assertThat(supply(3, OptionalInt.empty(), OptionalInt.empty(), 0).found())
                .isEqualTo("3 executors");
    }

    @Test
    void executorsThatEndedAreToldWithTheReasonOfTheLastOne() {
        assertThat(supply(0, OptionalInt.of(2), OptionalInt.empty(), 3).advice())
                .startsWith("3 executors began and ended, the last one with 'Command exited with code 1'")
                .contains(EACH);
    }

    @Test
    void aBoundOnTheSessionsCoresIsNamed() {
        assertThat(supply(1, OptionalInt.empty(), OptionalInt.of(1), 0).advice())
                .contains("of spark.cores.max = 1 cores for the whole session");
    }
}
