package io.tauspark.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.tauspark.config.InvalidInput;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;

class ExpectedFailureTest {
    /** As Spark words the failure of a barrier stage. */
    private static final String BARRIER = """
            Job aborted due to stage failure: Could not recover from a failed barrier ResultStage. Most recent failure \
            reason: Stage failed because barrier task ResultTask(0, 1) finished unsuccessfully.
            io.tauspark.config.InvalidInput: corpus 'a' is too short:
            a window has 32 tokens
            \tat io.tauspark.train.data.Lane.next(Lane.java:36)
            \tat org.apache.spark.rdd.RDD.iterator(RDD.scala:331)
            Caused by: java.io.IOException: other
            \t... 3 more
            """;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    private int report(Throwable failure) {
        return ExitCode.report(failure, new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aRefusalThatArrivesAsTextIsPrintedAlone() {
        assertThat(report(new IllegalStateException("attempt failed", new SparkException(BARRIER, null))))
                .isEqualTo(2);
        assertThat(printed().lines()).containsExactly("corpus 'a' is too short:", "a window has 32 tokens");
    }

    @Test
    void soIsOneBehindOtherExceptionsInTheText() {
        String text = """
                Lost task 1.0 in stage 3.0 (TID 9) (10.0.0.7 executor 2): java.lang.RuntimeException: wrapped
                \tat A.b(A.java:1)
                Caused by: io.tauspark.config.InvalidConfig: seed: is no number
                \tat C.d(C.java:2)

                Driver stacktrace:""";
        assertThat(report(new SparkException(text, null))).isEqualTo(2);
        assertThat(printed().lines()).containsExactly("seed: is no number");
    }

    @Test
    void theExceptionItselfIsPreferredToItsText() {
        InvalidInput refusal = new InvalidInput("line 7 is not JSON:\n\tat the end");
        assertThat(report(new RuntimeException(refusal))).isEqualTo(2);
        assertThat(printed()).isEqualTo("line 7 is not JSON:\n\tat the end" + System.lineSeparator());
    }

    @Test
    void aShortfallThatArrivesAsTextIsAFailure() {
        assertThat(report(new SparkException("io.tauspark.job.Shortfall: 3 of 4 done", null)))
                .isEqualTo(1);
        assertThat(printed().lines()).containsExactly("3 of 4 done");
    }

    @Test
    void memoryThatIsUsedUpIsToldWithTheOptionToRaise() {
        SparkException inTask = new SparkException(
                "Lost task 0.0 in stage 0.0: java.lang.OutOfMemoryError: Java heap space\n\tat A.b(A.java:1)", null);
        for (Throwable failure : new Throwable[] {new OutOfMemoryError("Java heap space"), inTask}) {
            printed.reset();
            assertThat(report(failure)).isEqualTo(1);
            assertThat(printed().lines())
                    .singleElement()
                    .asString()
                    .contains("(Java heap space)", "--driver-memory 8g");
        }
    }

    @Test
    void aStackThatIsUsedUpIsToldWithTheOptionToRaise() {
        assertThat(report(new StackOverflowError())).isEqualTo(1);
        assertThat(printed().lines()).singleElement().asString().contains("-Xss16m");
    }

    @Test
    void anythingElseKeepsItsTrace() {
        assertThat(report(new IllegalStateException((String) null))).isEqualTo(1);
        assertThat(printed()).startsWith("java.lang.IllegalStateException").contains("\tat ");
    }
}
