package io.tauspark.inference;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.tauspark.model.torch.TauGpt;
import io.tauspark.model.torch.TorchEngine;
import io.tauspark.model.torch.TrainedModel;
import io.tauspark.store.TaskConfiguration;
import io.tauspark.tokens.Tokenizer;
import io.tauspark.train.worker.TaskResources;
import java.io.IOException;
import java.io.Serializable;
import java.util.Collections;
import java.util.Iterator;
import java.util.function.Function;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.TaskCompletionListener;

/** A task that makes a row of each of its rows with a model, which it loads once. */
final class ModelTask implements MapPartitionsFunction<Row, Row> {
    private static final long serialVersionUID = 1L;

    private final String model;
    private final TaskConfiguration hadoop;
    private final ModelUse use;

    /** What is done with one document. It depends on the document alone, and not on those before it in the task. */
    interface DocumentWork {
        Row of(String id, String text);
    }

    /** The work that a task does with its model. */
    interface ModelUse extends Serializable {
        /** Makes a row of another; of that alone, and not of those before it in the task. */
        Function<Row, Row> with(TauGpt gpt, Tokenizer tokenizer);
    }

    /** The same for documents. */
    interface DocumentUse extends Serializable {
        DocumentWork with(TauGpt gpt, Tokenizer tokenizer);
    }

    private ModelTask(String model, TaskConfiguration hadoop, ModelUse use) {
        this.model = model;
        this.hadoop = hadoop;
        this.use = use;
    }

    /**
     * Does some work with every document, in as many tasks as run at a time.
     *
     * @param documents columns {@code id} and {@code text}
     * @param model directory of a model, which all executors can read
     * @param made columns of the rows that are made
     */
    static Dataset<Row> documents(Dataset<Row> documents, Path model, StructType made, DocumentUse use) {
        Column id = functions.col("id").cast("string");
        Column text = functions.col("text").cast("string");
        return rows(documents.select(id.as("id"), text.as("text")), model, made, (gpt, tokenizer) -> {
            DocumentWork work = use.with(gpt, tokenizer);
            return document -> work.of(document.getString(0), document.getString(1));
        });
    }

    /** The same with rows, whose first column is {@code id}. */
    static Dataset<Row> rows(Dataset<Row> rows, Path model, StructType made, ModelUse use) {
        var context = rows.sparkSession().sparkContext();
        return rows.repartition(context.defaultParallelism(), functions.col("id"))
                .mapPartitions(new ModelTask(model.toString(), TaskConfiguration.of(context), use), Encoders.row(made));
    }

    @Override
    public Iterator<Row> call(Iterator<Row> rows) throws IOException {
        if (!rows.hasNext()) {
            return Collections.emptyIterator();
        }
        TaskContext task = TaskContext.get();
        TaskResources resources = TaskResources.of(task);
        Device device = resources.gpu().map(Device::gpu).orElse(Device.cpu());
        TrainedModel trained = TrainedModel.load(new Path(model), hadoop.value());
        Tokenizer tokenizer = trained.tokenizer().open();
        NDManager manager = TorchEngine.open(resources.threads(), device);
        // Rows are made as Spark asks for them, so that the task ends after this method.
        TaskContext unused = task.addTaskCompletionListener((TaskCompletionListener) ended -> {
            manager.close();
            tokenizer.close();
        });
        Function<Row, Row> work = use.with(trained.open(manager), tokenizer);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public Row next() {
                if (task.isInterrupted()) {
                    throw new TaskKilledException("Spark has stopped this task");
                }
                return work.apply(rows.next());
            }
        };
    }
}
