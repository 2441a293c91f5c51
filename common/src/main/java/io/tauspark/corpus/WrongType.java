package io.tauspark.corpus;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** Says of JSON that was rejected as {@code wrong-type} which field holds what. */
public final class WrongType {
    private static final int KINDS_NAMED = 3;

    private WrongType() {}

    /** The field of a record that is of a wrong type, such as {@code field 'id' is a list of strings}. */
    public static Optional<String> of(String line, CorpusConfig config) {
        try {
            return Optional.of(
                    JsonRecord.parse(line, config.fields(), config.embedding()).wrongField(config));
        } catch (RejectedRecord broken) {
            return Optional.empty();
        }
    }

    /**
     * The fields that are of a wrong type in all records that were rejected for it, the most frequent first.
     *
     * @param rejected with the columns of {@link ReadSummary#rejected}
     * @param records how many there are in all
     */
    public static String among(Dataset<Row> rejected, CorpusConfig config, long records) {
        String wrongType = Rejection.WRONG_TYPE.reason();
        Map<String, Long> counts = rejected.filter(rejected.col("reason").equalTo(wrongType))
                .select("record")
                .as(Encoders.STRING())
                .javaRDD()
                .map(line -> of(line, config).orElse("a field is of another type"))
                .countByValue();
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(KINDS_NAMED)
                .map(kind -> kind.getKey()
                        + (kind.getValue() == records
                                ? String.format(Locale.ROOT, " in all %d records", records)
                                : String.format(Locale.ROOT, " in %d of %d records", kind.getValue(), records)))
                .collect(Collectors.joining(", "));
    }
}
