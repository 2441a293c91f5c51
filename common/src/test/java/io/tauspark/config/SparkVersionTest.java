package io.tauspark.config;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SparkVersionTest {
    @Test
    void theSparkOfTheBuildIsTheOneThatIsWanted() {
        assertThatCode(SparkVersion::require).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"3.5.0, 2.12.18", "3.5.1.3.5.7191000.0-78, 2.12.15", "3.5.3-amzn-1, 2.12.18", "3.5, 2.12"})
    void otherReleasesOfThatVersionWillDo(String spark, String scala) {
        assertThatCode(() -> SparkVersion.require(spark, scala)).doesNotThrowAnyException();
    }

    @Test
    void aClassPathThatDoesNotTellIsNotRefused() {
        assertThatCode(() -> SparkVersion.require(null, null)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"4.0.1, 2.13.16", "3.5.7, 2.13.8", "3.4.2, 2.12.17", "3.50.0, 2.12.18", "2.4.8, 2.11.12"})
    void anotherSparkOrScalaIsRefusedWithBoth(String spark, String scala) {
        assertThatThrownBy(() -> SparkVersion.require(spark, scala))
                .isInstanceOf(InvalidInput.class)
                .hasMessage(
                        "this build is for Spark 3.5 with Scala 2.12, found Spark %s with Scala %s: point SPARK_HOME"
                                        .formatted(spark, scala)
                                + " at a Spark of that version, or unset it for the embedded Spark");
    }

    @Test
    void anotherSparkWithAnUnknownScalaIsRefusedToo() {
        assertThatThrownBy(() -> SparkVersion.require("4.0.1", null)).hasMessageContaining("Scala of unknown version");
    }
}
