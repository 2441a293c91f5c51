package io.tauspark.train.sync;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.tauspark.exchange.GradientExchange;
import io.tauspark.model.torch.TorchEngine;
import io.tauspark.run.WorkerPlace;
import io.tauspark.run.WorkerState.Phase;
import io.tauspark.store.Json;
import io.tauspark.tokens.Tokenizer;
import io.tauspark.train.config.TrainConfig;
import io.tauspark.train.data.ValidationSet;
import io.tauspark.train.state.WorkerReport;
import io.tauspark.train.worker.Heartbeat;
import io.tauspark.train.worker.Replica;
import io.tauspark.train.worker.SentPlan;
import io.tauspark.train.worker.TaskResources;
import io.tauspark.train.worker.TrainPlan;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.spark.BarrierTaskContext;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.runtime.AbstractFunction1;

/** The task of the barrier stage that is one worker, from reading its shards to its report. */
final class TrainingTask extends AbstractFunction1<Iterator<Integer>, Iterator<String>> implements Serializable {
    private static final long serialVersionUID = 1L;

    private final SentPlan sent;

    TrainingTask(SentPlan sent) {
        this.sent = sent;
    }

    @Override
    public Iterator<String> apply(Iterator<Integer> ranks) {
        try {
            // As text, because Spark's Kryo, where a cluster has chosen it, cannot carry records.
            String report = Json.line(work(BarrierTaskContext.get()));
            return JavaConverters.asScalaIterator(List.of(report).iterator());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private WorkerReport work(BarrierTaskContext task) throws IOException {
        TrainPlan plan = sent.value();
        TrainConfig config = plan.config();
        int rank = task.partitionId();
        try (Heartbeat heartbeat = Heartbeat.of(task, plan)) {
            TaskResources resources = TaskResources.of(task);
            Device device = config.compute().device(rank, resources.gpu());
            heartbeat.device(device.toString());
            try (Tokenizer tokenizer = config.tokenizer().open();
                    NDManager manager = TorchEngine.open(resources.threads(), device)) {
                heartbeat.phase(Phase.READING);
                try (Replica replica = new Replica(plan, rank, tokenizer, manager);
                        GradientExchange exchange =
                                GradientExchange.of(task, config.exchange().timeout())) {
                    return train(plan, replica, exchange, tokenizer, heartbeat, resources.place(device));
                }
            } catch (IOException | RuntimeException | Error failed) {
                heartbeat.failed(failed);
                throw failed;
            }
        }
    }

    private static WorkerReport train(
            TrainPlan plan,
            Replica replica,
            GradientExchange exchange,
            Tokenizer tokenizer,
            Heartbeat heartbeat,
            WorkerPlace place)
            throws IOException {
        try {
            ValidationSet validation = plan.validation(tokenizer);
            return new SyncTraining(plan, exchange.rank(), replica, exchange, tokenizer, validation, heartbeat)
                    .run(place);
        } catch (IOException | RuntimeException | Error failed) {
            // Before the exchange closes, which ends the other workers.
            heartbeat.failed(failed);
            throw failed;
        }
    }
}
