package io.tauspark.inference;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.tauspark.decode.StateKind;
import io.tauspark.model.torch.TauGpt;
import io.tauspark.model.torch.TorchEngine;
import io.tauspark.model.torch.TrainedModel;
import io.tauspark.store.TaskConfiguration;
import io.tauspark.train.worker.TaskResources;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Iterator;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.util.TaskCompletionListener;

/**
 * A task that does something with each of its parts with a model, which it loads once. One part is in work at a time.
 *
 * @param <R> what it makes of a part
 */
final class ReadingTask<R> implements FlatMapFunction<Iterator<TextPart>, R> {
    private static final long serialVersionUID = 1L;

    private final String model;
    private final StateKind kind;
    private final TaskConfiguration hadoop;
    private final Work<R> work;

    /** What is done with a part. */
    interface Work<R> extends Serializable {
        R of(PartReader reader, TextPart part) throws IOException;
    }

    /** @param model directory of a model, which all executors can read */
    ReadingTask(Path model, StateKind kind, TaskConfiguration hadoop, Work<R> work) {
        this.model = model.toString();
        this.kind = kind;
        this.hadoop = hadoop;
        this.work = work;
    }

    @Override
    public Iterator<R> call(Iterator<TextPart> parts) throws IOException {
        if (!parts.hasNext()) {
            return Collections.emptyIterator();
        }
        TaskContext task = TaskContext.get();
        TaskResources resources = TaskResources.of(task);
        Device device = resources.gpu().map(Device::gpu).orElse(Device.cpu());
        TrainedModel trained = TrainedModel.load(new Path(model), hadoop.value());
        NDManager manager = TorchEngine.open(resources.threads(), device);
        TaskContext unused = task.addTaskCompletionListener((TaskCompletionListener) ended -> manager.close());
        TauGpt gpt = trained.open(manager);
        PartReader reader = new PartReader(gpt, trained.parameters(), kind);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return parts.hasNext();
            }

            @Override
            public R next() {
                if (task.isInterrupted()) {
                    throw new TaskKilledException("Spark has stopped this task");
                }
                try {
                    return work.of(reader, parts.next());
                } catch (IOException impossible) {
                    throw new UncheckedIOException("states are packed in memory", impossible);
                }
            }
        };
    }
}
