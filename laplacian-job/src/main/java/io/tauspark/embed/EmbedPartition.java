package io.tauspark.embed;

import io.tauspark.config.InvalidInput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;

/** The work of a task on its rows: it appends the vector of a text to each. */
final class EmbedPartition implements MapPartitionsFunction<Row, Row> {
    private static final long serialVersionUID = 1L;

    /** Batches read ahead, so that texts of one length find enough of their kind to fill a batch. */
    private static final int BATCHES_AHEAD = 64;

    private final TextModel.Spec spec;
    private final Pooling pooling;
    private final boolean normalise;
    private final int batch;
    private final int textColumn;
    private final SerializableConfiguration hadoop;

    /** @param textColumn place of the text in a row */
    EmbedPartition(
            TextModel.Spec spec,
            Pooling pooling,
            boolean normalise,
            int batch,
            int textColumn,
            SerializableConfiguration hadoop) {
        this.spec = spec;
        this.pooling = pooling;
        this.normalise = normalise;
        this.batch = batch;
        this.textColumn = textColumn;
        this.hadoop = hadoop;
    }

    @Override
    public Iterator<Row> call(Iterator<Row> rows) throws IOException {
        return rows.hasNext() ? embedded(rows) : rows;
    }

    /** Loads the model in the task that calls this. */
    ModelDescription describe() throws IOException {
        TextModel model = model();
        return new ModelDescription(
                model.engine().djlName, model.sha256(), predictor(model).dimension());
    }

    /** The model, for as long as the task runs. */
    private TextModel model() throws IOException {
        TaskContext task = TaskContext.get();
        SharedModels.Use use = SharedModels.use(spec, TaskDevice.of(task), task.cpus(), hadoop.value());
        task.addTaskCompletionListener((TaskCompletionListener) ended -> use.close());
        return use.model();
    }

    /** A predictor, for as long as the task runs; Spark closes it before the model, in the opposite order. */
    private TextPredictor predictor(TextModel model) {
        TextPredictor predictor = model.predictor(pooling, normalise, batch);
        TaskContext.get().addTaskCompletionListener((TaskCompletionListener) ended -> predictor.close());
        return predictor;
    }

    private Iterator<Row> embedded(Iterator<Row> rows) throws IOException {
        TextPredictor predictor = predictor(model());
        Queue<Row> ready = new ArrayDeque<>();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return !ready.isEmpty() || rows.hasNext();
            }

            @Override
            public Row next() {
                if (ready.isEmpty()) {
                    List<Row> ahead = new ArrayList<>();
                    while (rows.hasNext() && ahead.size() < BATCHES_AHEAD * batch) {
                        ahead.add(rows.next());
                    }
                    double[][] vectors = predictor.vectors(
                            ahead.stream().map(row -> text(row)).toList());
                    for (int row = 0; row < vectors.length; row++) {
                        ready.add(appended(ahead.get(row), vectors[row]));
                    }
                }
                return ready.remove();
            }
        };
    }

    private String text(Row row) {
        if (row.isNullAt(textColumn)) {
            throw new InvalidInput("a row has no text: %s; leave such rows out".formatted(row));
        }
        return row.getString(textColumn);
    }

    private static Row appended(Row row, double[] vector) {
        Object[] values = new Object[row.size() + 1];
        for (int column = 0; column < row.size(); column++) {
            values[column] = row.get(column);
        }
        values[row.size()] = Vectors.dense(vector);
        return RowFactory.create(values);
    }
}
