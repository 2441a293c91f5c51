package io.tauspark.stage;

import io.tauspark.config.InvalidInput;
import io.tauspark.store.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.jspecify.annotations.Nullable;

/**
 * A model whose content is a directory of files that a job made. Saving it copies them, so that what is saved needs nothing
 * else.
 *
 * @param <M> the model itself
 */
public abstract class JobModel<M extends JobModel<M>> extends Model<M> implements DefaultParamsWritable {
    private static final long serialVersionUID = 1L;

    /** The files' directory in a saved model. */
    static final String FILES = "files";

    private final String uid;
    private final Param<String> inputCol;
    private @Nullable String directory;

    /** @param input what {@code inputCol} holds */
    protected JobModel(String uid, String input) {
        this.uid = uid;
        inputCol = new Param<>(this, "inputCol", "column of " + input);
        setDefault(inputCol, "text");
    }

    /**
     * The directory of its files.
     *
     * @throws InvalidInput if it has none
     */
    public final String directory() {
        if (directory == null) {
            throw new InvalidInput("%s has no files; it comes from fit or load"
                    .formatted(getClass().getSimpleName()));
        }
        return directory;
    }

    /** Gives it its files. */
    final M at(Path files) {
        directory = files.toString();
        return self();
    }

    /** A reader of saved models of a class. */
    protected static <M extends JobModel<M>> MLReader<M> reader() {
        return new MLReader<>() {
            @Override
            public M load(String path) {
                M model = new DefaultParamsReader<M>().load(path);
                Configuration hadoop = sparkSession().sparkContext().hadoopConfiguration();
                try {
                    Path files = new Path(Storage.qualified(path, hadoop), FILES);
                    if (!Storage.of(files, hadoop).exists(files)) {
                        throw new InvalidInput(
                                "saved model '%s' has no directory %s; save it again".formatted(path, FILES));
                    }
                    return model.at(files);
                } catch (IOException unreadable) {
                    throw new UncheckedIOException(unreadable);
                }
            }
        };
    }

    @Override
    public final MLWriter write() {
        return new JobModelWriter(this, new Path(directory()));
    }

    @Override
    public M copy(ParamMap extra) {
        M copy = defaultCopy(extra);
        return copy.at(new Path(directory())).setParent(parent());
    }

    @Override
    public final String uid() {
        return uid;
    }

    /** This, by the type that setters return. */
    @SuppressWarnings("unchecked")
    protected final M self() {
        return (M) this;
    }

    public final Param<String> inputCol() {
        return inputCol;
    }

    public final M setInputCol(String value) {
        set(inputCol, value);
        return self();
    }

    public final String getInputCol() {
        return getOrDefault(inputCol);
    }
}
