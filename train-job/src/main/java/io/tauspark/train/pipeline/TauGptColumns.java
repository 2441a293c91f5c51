package io.tauspark.train.pipeline;

import io.tauspark.inference.CompleteConfig;
import io.tauspark.inference.CompleteJob;
import io.tauspark.inference.ModelColumns;
import io.tauspark.stage.JobSettings;
import io.tauspark.stage.StageColumns;
import java.util.List;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The parameters that the estimator of a model and the model have in common. */
final class TauGptColumns {
    static final String INPUT = "texts, which are learnt from, scored and continued";
    static final String COMPLETION = "completion";
    static final String LOG_PROBABILITY = "log_probability";
    static final String BITS_PER_BYTE = "bits_per_byte";

    private TauGptColumns() {}

    static Param<String> completion(Params stage) {
        return new Param<>(
                stage, "completionCol", "column to append, of what the model continues each text with; empty: none");
    }

    static Param<String> logProbability(Params stage) {
        return new Param<>(
                stage,
                "logProbabilityCol",
                "column to append, of the log-probability of each text in nats; empty: none");
    }

    static Param<String> bitsPerByte(Params stage) {
        return new Param<>(
                stage, "bitsPerByteCol", "column to append, of the bits that a byte of each text costs; empty: none");
    }

    static StringArrayParam generation(Params stage) {
        return new StringArrayParam(
                stage,
                "generation",
                "settings of the job complete for completions, each as key=value, such as tokens=20");
    }

    /** @throws io.tauspark.config.InvalidInput if a column exists */
    static StructType appended(StructType schema, String completion, String logProbability, String bitsPerByte) {
        StructType appended = schema;
        for (StructField field : new ModelColumns(completion, logProbability, bitsPerByte)
                .schema()
                .fields()) {
            String param = field.name().equals(completion)
                    ? "completionCol"
                    : field.name().equals(logProbability) ? "logProbabilityCol" : "bitsPerByteCol";
            appended = StageColumns.appended(appended, param, field.name(), field.dataType(), field.metadata());
        }
        return appended;
    }

    /**
     * The settings of completions.
     *
     * @throws io.tauspark.config.InvalidInput if one cannot be used
     */
    static CompleteConfig complete(StringArrayParam param, String... given) {
        return CompleteJob.configure(
                JobSettings.with(List.of("model=none", "input=none", "output=none"), param, given));
    }
}
