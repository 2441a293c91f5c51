package io.tauspark.corpus.parquet;

import io.tauspark.config.InvalidInput;
import io.tauspark.corpus.Content;
import io.tauspark.corpus.CorpusConfig;
import io.tauspark.store.TaskConfiguration;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/**
 * A survey of the footers of all Parquet files of an input, as far as it decides whether the input is a corpus at all.
 * It is known before any row is read, so that a refusal costs little and no task fails.
 */
final class ParquetSurvey implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Footers are small, and some of them are far away: more tasks than cores would only take turns in waiting. */
    private static final int FILES_PER_TASK = 16;

    private final @Nullable String refusal;
    private final ColumnSurvey id;
    private final ColumnSurvey text;
    private final ColumnSurvey vector;

    private ParquetSurvey(@Nullable String refusal, ColumnSurvey id, ColumnSurvey text, ColumnSurvey vector) {
        this.refusal = refusal;
        this.id = id;
        this.text = text;
        this.vector = vector;
    }

    /**
     * Reads all footers.
     *
     * @param files paths, at least one
     * @throws InvalidInput if one of them cannot be read, naming the first
     */
    static ParquetSurvey of(List<String> files, CorpusConfig config, JavaSparkContext context) {
        TaskConfiguration storage = TaskConfiguration.of(context.sc());
        int tasks = (files.size() - 1) / FILES_PER_TASK + 1;
        ParquetSurvey survey = context
                .parallelize(files, tasks)
                .mapPartitions(
                        some -> List.of(of(some, config, storage.value())).iterator())
                .collect()
                .stream()
                .reduce(none(), ParquetSurvey::merge);
        if (survey.refusal != null) {
            throw new InvalidInput(survey.refusal);
        }
        return survey;
    }

    /** @throws InvalidInput if no file has what a content needs, in a type that can be read */
    void require(CorpusConfig config, Content content) {
        id.requireReadable(config.input(), config.fields().id(), IdColumn.WANTED);
        if (content == Content.TEXT) {
            text.requirePresent(config.input(), config.fields().text(), TextColumn.WANTED);
        } else {
            vector.requirePresent(config.input(), config.embedding(), VectorColumn.WANTED);
        }
    }

    private static ParquetSurvey none() {
        return new ParquetSurvey(null, ColumnSurvey.none(), ColumnSurvey.none(), ColumnSurvey.none());
    }

    private static ParquetSurvey of(Iterator<String> files, CorpusConfig config, Configuration hadoop) {
        ParquetSurvey survey = none();
        while (files.hasNext() && survey.refusal == null) {
            survey = survey.merge(of(files.next(), config, hadoop));
        }
        return survey;
    }

    private static ParquetSurvey of(String file, CorpusConfig config, Configuration hadoop) {
        try {
            ParquetFooter footer = ParquetFooter.read(file, hadoop);
            ParquetLayout layout = ParquetLayout.of(footer, config);
            Content content = config.embedding().isEmpty() ? Content.TEXT : Content.VECTOR_WITH_TEXT;
            new ParquetExcerpt(footer, layout.leaves(content), hadoop).requireSound();
            return new ParquetSurvey(
                    null,
                    ColumnSurvey.of(footer, layout.id()),
                    ColumnSurvey.of(footer, layout.text()),
                    ColumnSurvey.of(footer, layout.vector()));
        } catch (InvalidInput refused) {
            ParquetSurvey none = none();
            return new ParquetSurvey(refused.getMessage(), none.id, none.text, none.vector);
        }
    }

    private ParquetSurvey merge(ParquetSurvey later) {
        return new ParquetSurvey(
                refusal == null ? later.refusal : refusal,
                id.merge(later.id),
                text.merge(later.text),
                vector.merge(later.vector));
    }
}
