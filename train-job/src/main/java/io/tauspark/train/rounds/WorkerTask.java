package io.tauspark.train.rounds;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.tauspark.model.torch.TorchEngine;
import io.tauspark.run.WorkerPlace;
import io.tauspark.run.WorkerState.Phase;
import io.tauspark.tokens.Tokenizer;
import io.tauspark.train.worker.Heartbeat;
import io.tauspark.train.worker.SentPlan;
import io.tauspark.train.worker.TaskResources;
import io.tauspark.train.worker.TrainPlan;
import java.io.IOException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.util.LongAccumulator;

/**
 * One worker's part of one stage, as an ordinary task: what is native is opened and closed with it, and it keeps nothing
 * for the next, so Spark may run it wherever there is a slot, again, or twice.
 */
abstract class WorkerTask<R> implements Function<Integer, R> {
    private static final long serialVersionUID = 1L;

    private final SentPlan sent;
    private final LongAccumulator beats;

    /**
     * Prepares a task.
     *
     * @param beats counts whatever the task gets done; the driver sees it with the heartbeats of the executor
     */
    WorkerTask(SentPlan sent, LongAccumulator beats) {
        this.sent = sent;
        this.beats = beats;
    }

    @Override
    public final R call(Integer rank) throws IOException {
        TrainPlan plan = plan();
        try (Heartbeat heartbeat = Heartbeat.of(plan, rank)) {
            TaskResources resources = TaskResources.of(TaskContext.get());
            Device device = plan.config().compute().device(rank, resources.gpu());
            heartbeat.device(device.toString());
            try (Tokenizer tokenizer = plan.config().tokenizer().open();
                    NDManager manager = TorchEngine.open(resources.threads(), device)) {
                heartbeat.phase(Phase.READING);
                return work(rank, tokenizer, manager, heartbeat);
            }
        }
    }

    /** Does the work of one worker. */
    abstract R work(int rank, Tokenizer tokenizer, NDManager manager, Heartbeat heartbeat) throws IOException;

    final TrainPlan plan() {
        return sent.value();
    }

    /** The place where this task runs, which computes on the device of {@code manager}. */
    static WorkerPlace place(NDManager manager) {
        return TaskResources.of(TaskContext.get()).place(manager.getDevice());
    }

    /**
     * Says that the task gets on, and ends it if Spark has given it up: the stage was cancelled, or another attempt
     * was faster.
     */
    final void beat() {
        if (TaskContext.get().isInterrupted()) {
            throw new IllegalStateException("Spark has stopped this task");
        }
        beats.add(1);
    }
}
