package io.tauspark.train.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.tauspark.run.WorkerState;
import io.tauspark.run.WorkerState.Phase;
import io.tauspark.train.TrainJob;
import io.tauspark.train.config.TrainConfig;
import io.tauspark.train.driver.WorkerWatch.Stall;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorkerWatchTest {
    private static final TrainConfig CONFIG = TrainJob.configure(
            "data=d", "memory=m", "output=o", "faults.silence=10s", "faults.start=20s", "exchange.timeout=30s");

    private long seconds = 1000;
    private final WorkerWatch watch = new WorkerWatch(CONFIG, () -> TimeUnit.SECONDS.toNanos(seconds));

    @BeforeEach
    void bothWorkersStart() {
        watch.begin(1);
        watch.launched(1, 0, "4", "north");
        watch.launched(1, 1, "7", "south");
    }

    private void says(int rank, Phase phase, int step, double idleSeconds) {
        watch.received(new WorkerState(
                1,
                rank,
                rank == 0 ? "4" : "7",
                rank == 0 ? "north" : "south",
                "cpu()",
                phase,
                step,
                idleSeconds,
                idleSeconds,
                Double.NaN,
                Double.NaN,
                Double.NaN));
    }

    /** Time passes while the driver looks all the time. */
    private void pass(int more) {
        for (int i = 0; i < more; i++) {
            assertThat(watch.stalled()).isEmpty();
            seconds++;
        }
    }

    @Test
    void aWorkerThatFallsSilentIsNamedWithWhatItDidLast() {
        says(0, Phase.TRAINING, 17, 0);
        says(1, Phase.TRAINING, 17, 0);
        pass(9);
        says(0, Phase.TRAINING, 18, 0);
        pass(1);
        assertThat(watch.stalled())
                .hasValue(
                        new Stall(
                                1,
                                "7",
                                "south",
                                "worker 1 (executor 7 on host south) was silent for 10 s; its last word was: training at step 17"));
    }

    @Test
    void theFirstWordMayTakeAsLongAsAStart() {
        says(0, Phase.READING, 0, 0);
        for (int i = 0; i < 30; i++) {
            says(0, Phase.READING, 0, 0);
            pass(1);
        }
        assertThat(watch.stalled().map(Stall::text))
                .hasValue("worker 1 (executor 7 on host south) said nothing for 30 s after its start");
    }

    @Test
    void aWorkerThatSpeaksButDoesNotMoveIsStalled() {
        says(0, Phase.TRAINING, 17, 39);
        says(1, Phase.CHECKPOINTING, 17, 3599);
        assertThat(watch.stalled()).isEmpty();
        says(0, Phase.TRAINING, 17, 40);
        assertThat(watch.stalled().map(Stall::text))
                .hasValue("worker 0 (executor 4 on host north) has not moved for 40 s: training at step 17");
        says(0, Phase.TRAINING, 18, 0);
        says(1, Phase.CHECKPOINTING, 17, 3600);
        assertThat(watch.stalled().map(Stall::rank)).hasValue(1);
    }

    @Test
    void aWorkerWhoseTaskIsOverMayBeSilent() {
        says(0, Phase.FINISHED, 20, 0);
        watch.ended(1, 0);
        assertThat(watch.allEnded()).isFalse();
        watch.ended(1, 1);
        pass(60);
        assertThat(watch.allEnded()).isTrue();
    }

    @Test
    void aDriverThatStoodStillItselfJudgesNobody() {
        says(0, Phase.TRAINING, 17, 0);
        says(1, Phase.TRAINING, 17, 0);
        pass(1);
        seconds += 100;
        pass(10);
        assertThat(watch.stalled()).isPresent();
    }

    @Test
    void wordsOfAnEarlierAttemptDoNotCount() {
        says(0, Phase.TRAINING, 17, 0);
        watch.begin(2);
        says(0, Phase.TRAINING, 17, 100);
        watch.launched(1, 1, "7", "south");
        assertThat(watch.started()).isZero();
        assertThat(watch.stalled()).isEmpty();
        assertThat(watch.isCurrent(1)).isFalse();
    }

    @Test
    void whatTheWorkersDoIsCounted() {
        assertThat(watch.doing()).isEqualTo("2 starting");
        says(1, Phase.TRAINING, 3, 0);
        assertThat(watch.doing()).isEqualTo("1 starting, 1 training");
        assertThat(watch.name(1)).isEqualTo("worker 1 (executor 7 on host south)");
        assertThat(watch.nameInExecutor("4")).hasValue("worker 0 (executor 4 on host north)");
        assertThat(watch.nameInExecutor("5")).isEmpty();
    }
}
