package io.tauspark.train;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.tauspark.corpus.Tokenizer;
import io.tauspark.exchange.GradientExchange;
import io.tauspark.exchange.ProgressSender;
import io.tauspark.model.TorchEngine;
import io.tauspark.store.Json;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.SparkEnv;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.runtime.AbstractFunction1;

/** What Spark runs as one task of the barrier stage: one worker, from reading its shards to its report. */
final class TrainingTask extends AbstractFunction1<Iterator<Integer>, Iterator<String>> implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Spark's name of the resource. */
    private static final String GPU = "gpu";

    private final TrainPlan plan;

    TrainingTask(TrainPlan plan) {
        this.plan = plan;
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
        TrainConfig config = plan.config();
        int rank = task.partitionId();
        int threads = SparkEnv.get().conf().getInt("spark.task.cpus", 1);
        try (Tokenizer tokenizer = config.tokenizer().open();
                NDManager manager = TorchEngine.open(threads, device(task));
                Replica replica = new Replica(plan, rank, tokenizer, manager);
                GradientExchange exchange =
                        GradientExchange.of(task, config.exchange().timeout());
                Reporter reporter = Reporter.of(rank, plan)) {
            int[] tokens = plan.tokens(plan.validationParts(), tokenizer);
            int[] bytes = plan.bytes(plan.validationParts(), tokenizer);
            ValidationSet validation =
                    new ValidationSet(tokens, bytes, config.model().context(), config.validationWindows());
            SyncTraining training = new SyncTraining(plan, rank, replica, exchange, tokenizer, validation, reporter);
            return training.run(
                    SparkEnv.get().executorId(),
                    SparkEnv.get().blockManager().blockManagerId().host(),
                    manager.getDevice().toString());
        }
    }

    private Device device(BarrierTaskContext task) {
        Optional<Integer> assigned =
                Optional.ofNullable(task.resourcesJMap().get(GPU)).map(gpus -> Integer.valueOf(gpus.addresses()[0]));
        return plan.config().compute().device(task.partitionId(), assigned);
    }

    /** Where a worker's lines go: worker 0 tells the driver, the others have nothing to add. */
    private interface Reporter extends Consumer<String>, AutoCloseable {
        static Reporter of(int rank, TrainPlan plan) {
            if (rank != 0) {
                return line -> {};
            }
            ProgressSender sender = new ProgressSender(plan.progress());
            return new Reporter() {
                @Override
                public void accept(String line) {
                    sender.send(line);
                }

                @Override
                public void close() {
                    sender.close();
                }
            };
        }

        @Override
        default void close() {}
    }
}
