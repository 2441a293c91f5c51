package io.tauspark.train.sync;

import io.tauspark.train.driver.WorkerWatch;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.scheduler.TaskInfo;

/** Follows, through Spark's own events, where the tasks of one attempt run and which executors were lost meanwhile. */
final class TaskListener extends SparkListener {
    /** A property of the job that tells its stage from others of the session. */
    static final String KEY = "tauspark.attempt";

    private final String value;
    private final int attempt;
    private final WorkerWatch watch;
    private final Set<Integer> stages = ConcurrentHashMap.newKeySet();
    private final Map<String, String> lost = new ConcurrentHashMap<>();

    /** @param value of {@link #KEY} in the jobs of this attempt */
    TaskListener(String value, int attempt, WorkerWatch watch) {
        this.value = value;
        this.attempt = attempt;
        this.watch = watch;
    }

    /** Executors that were lost, with the reason that Spark gives. */
    Map<String, String> lostExecutors() {
        return Map.copyOf(lost);
    }

    @Override
    public void onStageSubmitted(SparkListenerStageSubmitted event) {
        if (event.properties() != null && value.equals(event.properties().getProperty(KEY))) {
            stages.add(event.stageInfo().stageId());
        }
    }

    @Override
    public void onTaskStart(SparkListenerTaskStart event) {
        if (stages.contains(event.stageId())) {
            TaskInfo task = event.taskInfo();
            watch.launched(attempt, task.index(), task.executorId(), task.host());
        }
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd event) {
        if (stages.contains(event.stageId())) {
            watch.ended(attempt, event.taskInfo().index());
        }
    }

    @Override
    public void onExecutorRemoved(SparkListenerExecutorRemoved event) {
        lost.put(event.executorId(), event.reason());
    }
}
