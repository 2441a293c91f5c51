package io.tauspark.corpus.read;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.substring;

import io.tauspark.config.Excerpt;
import io.tauspark.corpus.CorpusConfig;
import io.tauspark.corpus.CorpusConfig.Format;
import io.tauspark.corpus.JsonRecord;
import io.tauspark.corpus.Rejection;
import io.tauspark.corpus.WrongType;
import io.tauspark.corpus.files.Appearance;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The first rejected record of every reason, in the order of files and lines, as a refusal shows it: where it is, what
 * it holds and, where its whole file is of another form, what that looks like.
 */
final class RejectedExamples {
    /** Enough of a record for the names of its fields. */
    private static final int CHARACTERS = 1 << 16;

    /** Characters of a record that a refusal shows: a line or two of a terminal. */
    private static final int LONGEST_RECORD = 120;

    private final CorpusConfig config;
    private final Configuration hadoop;

    private RejectedExamples(CorpusConfig config, Configuration hadoop) {
        this.config = config;
        this.hadoop = hadoop;
    }

    /**
     * A line for every reason, each after a line break.
     *
     * @param rejected columns {@code reason}, {@code file}, {@code line} and {@code record}, among others
     */
    static String of(Dataset<Row> rejected, CorpusConfig config) {
        List<Row> first = rejected.groupBy("reason")
                .agg(min(struct(
                        col("file"),
                        col("line"),
                        substring(col("record"), 1, CHARACTERS).as("record"))))
                .orderBy("reason")
                .collectAsList();
        Configuration hadoop = rejected.sparkSession().sparkContext().hadoopConfiguration();
        RejectedExamples examples = new RejectedExamples(config, hadoop);
        return first.stream()
                .map(row -> examples.line(row.getString(0), row.getStruct(1)))
                .collect(Collectors.joining());
    }

    private String line(String reason, Row record) {
        String file = record.getString(0);
        String content = record.isNullAt(2) ? "" : record.getString(2);
        return "\n  first %s: '%s'%s%s: %s%s"
                .formatted(
                        reason,
                        Excerpt.whole(file),
                        place(record.getLong(1)),
                        fields(reason, content),
                        Excerpt.of(content.strip(), LONGEST_RECORD),
                        form(reason, file));
    }

    private String place(long line) {
        if (config.isOfFiles()) {
            return "";
        }
        return String.format(Locale.ROOT, ", %s %d", config.format() == Format.PARQUET ? "row" : "line", line);
    }

    /** A description, for a record of JSON, of what stands in the place of what was asked for. */
    private String fields(String reason, String content) {
        if (config.format() != Format.JSONL) {
            return "";
        }
        if (reason.equals(Rejection.WRONG_TYPE.reason())) {
            return WrongType.of(content, config)
                    .map(wrong -> ", where " + wrong)
                    .orElse("");
        }
        if (reason.equals(Rejection.MISSING_TEXT.reason()) || reason.equals(Rejection.MISSING_EMBEDDING.reason())) {
            List<String> names = JsonRecord.names(content);
            return names.isEmpty() ? ", which has no fields" : ", with the fields " + Excerpt.names(names);
        }
        return "";
    }

    private String form(String reason, String file) {
        boolean ofLine = reason.equals(Rejection.BROKEN_JSON.reason())
                || reason.equals(Rejection.NOT_AN_OBJECT.reason())
                || reason.equals(Rejection.INVALID_UTF8.reason());
        if (!ofLine || config.format() == Format.PARQUET || config.isOfFiles()) {
            return "";
        }
        Optional<Appearance> seen = Appearance.ofFile(new Path(file), config, hadoop);
        return seen.map(form -> "; the file looks like " + form.advice()).orElse("");
    }
}
