package io.tauspark.search;

import com.typesafe.config.Config;
import io.tauspark.config.InvalidInput;
import io.tauspark.config.Settings;
import io.tauspark.corpus.CorpusConfig;
import io.tauspark.job.SparkJobCommand;
import io.tauspark.memory.DomainMemory;
import io.tauspark.output.InputPath;
import io.tauspark.output.OutputDirectory;
import io.tauspark.output.OutputGuard;
import io.tauspark.store.Provenance;
import io.tauspark.store.Stopwatch;
import io.tauspark.store.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/**
 * Finds the documents or the terms that are nearest to queries by a mixture of cosine and λ ({@link Ranking}): Parquet with
 * {@code query, rank, id, score, cosine, lambda, delta} in {@code hits}, and {@code search.json} with the spread of scores.
 */
@Command(
        name = "search",
        description = "Finds the documents or terms of a memory nearest to queries by cosine and lambda.")
public final class SearchJob extends SparkJobCommand<SearchConfig> {
    private static final String NAME = "search";

    /** Queries and hits that are printed; all of them are in the output. */
    private static final int SHOWN_QUERIES = 5;

    private static final int SHOWN_HITS = 10;

    public SearchJob() {
        super(NAME, SearchJob::defaults, SearchConfig::from);
    }

    public static void main(String[] args) {
        main(new SearchJob(), args);
    }

    /** The defaults. */
    public static Config defaults() {
        return Settings.reference(SearchJob.class, NAME);
    }

    /** The defaults with {@code key=value} settings over them, for notebooks. */
    public static SearchConfig configure(String... overrides) {
        return Settings.read(defaults(), null, List.of(overrides), SearchConfig::from);
    }

    /**
     * Searches, or leaves everything as it was.
     *
     * @throws InvalidInput if memory, documents or queries cannot be read, do not fit each other, or the output may not be
     *     replaced
     */
    public static SearchReport run(SparkSession spark, SearchConfig config) throws IOException {
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        try (OutputDirectory directory = OutputDirectory.open(guard(config, hadoop))) {
            DomainMemory memory = DomainMemory.load(Storage.qualified(config.memory(), hadoop), hadoop);
            Stopwatch stages = new Stopwatch();
            try (Searched searched = open(spark, config, memory)) {
                stages.lap("read");
                SearchReport report = search(spark, config, memory, searched, directory.staging(), stages);
                directory.publish();
                return report;
            }
        }
    }

    private static OutputGuard guard(SearchConfig config, Configuration hadoop) throws IOException {
        List<InputPath> inputs = List.of(
                new InputPath("input", path(config.corpus())),
                new InputPath("queries.input", path(config.queries())),
                new InputPath("memory", config.memory()),
                new InputPath("tokenizer-file", config.tokenizerFile()));
        return OutputGuard.of(SearchOutput.KIND, config.output(), config.overwrite(), inputs, hadoop);
    }

    private static String path(@Nullable CorpusConfig corpus) {
        return corpus == null ? "" : corpus.input();
    }

    private static Searched open(SparkSession spark, SearchConfig config, DomainMemory memory) throws IOException {
        CorpusConfig corpus = config.corpus();
        return corpus == null
                ? SearchedTerms.open(spark, config, memory)
                : SearchedDocuments.open(spark, config, corpus, memory);
    }

    private static SearchReport search(
            SparkSession spark,
            SearchConfig config,
            DomainMemory memory,
            Searched searched,
            Path staging,
            Stopwatch stages)
            throws IOException {
        SearchIndex index = new SearchIndex(searched.all());
        long size = index.size();
        if (size == 0) {
            throw new InvalidInput(
                    "%s all have vectors of zeros, as where memory '%s' knows no word; there is nothing to find, so search others"
                            .formatted(
                                    config.corpus() == null
                                            ? "the terms"
                                            : "the documents of '" + path(config.corpus()) + "'",
                                    memory.directory()));
        }
        Ranking ranking = new Ranking(config.alpha(), config.k());
        List<List<Hit>> full = index.best(searched.queries(), ranking);
        stages.lap("full scan");
        boolean candidates = config.candidates() > 0;
        List<List<Hit>> hits =
                candidates ? index.bestOfNearest(searched.queries(), ranking, config.candidates()) : full;
        stages.lap("candidates");
        List<QueryReport> queries = IntStream.range(0, hits.size())
                .mapToObj(query -> QueryReport.of(
                        searched.queries().get(query), hits.get(query), candidates ? full.get(query) : null))
                .toList();
        SearchReport report = new SearchReport(
                Storage.qualified(config.output(), spark.sparkContext().hadoopConfiguration())
                        .toString(),
                memory.sha256(),
                config.over(),
                size,
                searched.count() - size,
                searched.rejected(),
                searched.tau(),
                config.alpha(),
                config.k(),
                config.candidates(),
                recall(queries),
                TailMetrics.mean(queries.stream()
                                .map(QueryReport::tail)
                                .filter(Objects::nonNull)
                                .toList())
                        .orElse(null),
                queries,
                first(searched, hits));
        SearchOutput output = new SearchOutput(spark, staging);
        output.hits(searched, hits, config.over());
        output.rejected(searched);
        stages.lap("write");
        Map<String, Object> inputs =
                Map.of("memory", memory.sha256(), "searched", searched.count(), "queries", queries.size());
        output.report(report, Provenance.of(NAME, spark, config, inputs, stages));
        return report;
    }

    private static @Nullable Double recall(List<QueryReport> queries) {
        OptionalDouble mean = queries.stream()
                .map(QueryReport::recall)
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .average();
        return mean.isPresent() ? (Double) mean.getAsDouble() : null;
    }

    /** The first hits of the first queries, with the beginnings of their texts. */
    private static List<List<ShownHit>> first(Searched searched, List<List<Hit>> hits) {
        List<List<Hit>> shown = hits.stream()
                .limit(SHOWN_QUERIES)
                .map(found -> found.subList(0, Math.min(SHOWN_HITS, found.size())))
                .toList();
        Map<String, String> texts = searched.texts(
                shown.stream().flatMap(List::stream).map(Hit::id).distinct().toList());
        List<List<ShownHit>> first = new ArrayList<>();
        for (int query = 0; query < shown.size(); query++) {
            Query asked = searched.queries().get(query);
            List<Hit> found = shown.get(query);
            first.add(IntStream.range(0, found.size())
                    .mapToObj(rank -> ShownHit.of(
                            rank + 1,
                            found.get(rank),
                            asked,
                            texts.getOrDefault(found.get(rank).id(), "")))
                    .toList());
        }
        return first;
    }

    @Override
    protected void work(SparkSession spark, SearchConfig config) throws IOException {
        System.out.print(run(spark, config).summary());
    }
}
