package io.tauspark.train.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RetriesTest {
    private final List<String> told = new ArrayList<>();

    /** Work whose attempts fail up to one; some of them come further than those before. */
    private final class Steps implements Retries.Work<String> {
        private final int succeeds;
        private final Set<Integer> advance;
        private int last;
        private boolean over;
        private Optional<String> missing = Optional.empty();

        Steps(int succeeds, Integer... advance) {
            this.succeeds = succeeds;
            this.advance = Set.of(advance);
        }

        @Override
        public String attempt(int number) throws AttemptFailed {
            last = number;
            if (number < succeeds) {
                throw new AttemptFailed("cause " + number, null);
            }
            return "result " + number;
        }

        @Override
        public boolean advanced() {
            return advance.contains(last);
        }

        @Override
        public boolean isOver() {
            return over;
        }

        @Override
        public void retrying(int next, String cause) {
            told.add(cause + ", then " + next);
        }

        @Override
        public Optional<String> await() {
            return missing;
        }

        @Override
        public TrainingFailed gaveUp(int attempts, String cause, AttemptFailed failed) {
            return new TrainingFailed(attempts + ": " + cause, failed);
        }
    }

    private static String run(int retries, Steps steps) {
        return new Retries(retries, Duration.ofMillis(1)).run(steps);
    }

    @Test
    void asManyFailuresInARowAsAllowedAreFollowedByAnotherAttempt() {
        assertThat(run(2, new Steps(3))).isEqualTo("result 3");
        assertThat(told).containsExactly("cause 1, then 2", "cause 2, then 3");
    }

    @Test
    void oneMoreIsTheEnd() {
        assertThatThrownBy(() -> run(2, new Steps(4)))
                .isInstanceOf(TrainingFailed.class)
                .hasMessage("3: cause 3")
                .hasCauseInstanceOf(AttemptFailed.class);
    }

    @Test
    void progressEndsTheRow() {
        assertThat(run(2, new Steps(6, 3))).isEqualTo("result 6");
        assertThatThrownBy(() -> run(2, new Steps(9, 3))).hasMessage("6: cause 6");
    }

    @Test
    void withoutRetriesNoFailureIsFollowedEvenAfterProgress() {
        assertThatThrownBy(() -> run(0, new Steps(2, 1))).hasMessage("1: cause 1");
        assertThat(told).isEmpty();
    }

    @Test
    void workThatIsOverIsNotTriedAgain() {
        Steps stopped = new Steps(2);
        stopped.over = true;
        assertThatThrownBy(() -> run(2, stopped)).hasMessage("1: cause 1");
        assertThat(told).isEmpty();
    }

    @Test
    void whatTheNextAttemptMissesIsNamedBesidesTheFailure() {
        Steps alone = new Steps(2);
        alone.missing = Optional.of("1 of 2 slots");
        assertThatThrownBy(() -> run(2, alone)).hasMessage("1: cause 1; then 1 of 2 slots");
    }
}
