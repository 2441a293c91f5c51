package io.tauspark.train.rounds;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidInput;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class RoundsMemoryTest {
    private static final long MEBI = 1L << 20;

    private final SparkConf conf = new SparkConf(false);

    @Test
    void aResultMustFitIntoWhatTheDriverTakes() {
        long parameters = 100 * MEBI;
        assertThatThrownBy(() -> RoundsMemory.require(conf, parameters, 0, 16L << 30))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("spark.driver.maxResultSize = 1g")
                .hasMessageContaining("spark.driver.maxResultSize=1201m");
        conf.set("spark.driver.maxResultSize", "1201m");
        assertThatCode(() -> RoundsMemory.require(conf, parameters, 0, 16L << 30))
                .doesNotThrowAnyException();
        conf.set("spark.driver.maxResultSize", "0");
        assertThatCode(() -> RoundsMemory.require(conf, parameters, 0, 16L << 30))
                .doesNotThrowAnyException();
    }

    @Test
    void theCountsOfAResultAddToIt() {
        assertThatThrownBy(() -> RoundsMemory.require(conf, 100 * MEBI, 2 * MEBI, 16L << 30))
                .hasMessageContaining("spark.driver.maxResultSize=1233m");
    }

    @Test
    void theStateMustFitIntoTheDriversHeap() {
        assertThatThrownBy(() -> RoundsMemory.require(conf, 30 * MEBI, 0, 1L << 30))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("the driver's heap has 1,024 MiB")
                .hasMessageContaining("2,880 MiB: set spark.driver.memory=2880m");
        assertThatCode(() -> RoundsMemory.require(conf, 30 * MEBI, 0, 3L << 30)).doesNotThrowAnyException();
    }
}
