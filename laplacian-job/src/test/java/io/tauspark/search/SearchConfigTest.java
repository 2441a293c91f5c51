package io.tauspark.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tauspark.config.InvalidConfig;
import io.tauspark.config.Problem;
import io.tauspark.corpus.CorpusConfig;
import io.tauspark.corpus.CorpusConfig.Format;
import io.tauspark.corpus.CorpusConfig.TextUnit;
import io.tauspark.shards.CorpusFields;
import java.util.List;
import org.junit.jupiter.api.Test;

class SearchConfigTest {
    private static final long RECORD = 16L << 20;
    private static final long WINDOW = 128L << 20;

    private static CorpusConfig corpus(String input, String embedding, double rejected) {
        return new CorpusConfig(
                input,
                Format.JSONL,
                TextUnit.LINE,
                new CorpusFields("text", "id"),
                embedding,
                RECORD,
                rejected,
                WINDOW);
    }

    private static InvalidConfig refused(String... settings) {
        return catchThrowableOfType(InvalidConfig.class, () -> SearchJob.configure(settings));
    }

    @Test
    void defaultsArePinned() {
        assertThat(SearchJob.configure("memory=m", "input=in", "query=dogs, and cats", "output=out"))
                .isEqualTo(new SearchConfig(
                        "m",
                        SearchConfig.Over.DOCUMENTS,
                        corpus("in", "", 0.05),
                        List.of("dogs, and cats"),
                        null,
                        10,
                        0.9,
                        0,
                        null,
                        "",
                        "out",
                        false));
    }

    @Test
    void everySettingIsReadUnderItsName() {
        assertThat(SearchJob.configure(
                        "memory=m",
                        "input=in",
                        "embedding=e",
                        "queries.input=asked",
                        "queries.text=question",
                        "queries.id=key",
                        "queries.format=parquet",
                        "queries.rejected.limit=0.5",
                        "k=3",
                        "alpha=0.25",
                        "candidates=7",
                        "tau=2.5",
                        "output=out",
                        "overwrite=true"))
                .isEqualTo(new SearchConfig(
                        "m",
                        SearchConfig.Over.DOCUMENTS,
                        corpus("in", "e", 0.05),
                        List.of(),
                        new CorpusConfig(
                                "asked",
                                Format.PARQUET,
                                TextUnit.LINE,
                                new CorpusFields("question", "key"),
                                "e",
                                RECORD,
                                0.5,
                                WINDOW),
                        3,
                        0.25,
                        7,
                        2.5,
                        "",
                        "out",
                        true));
    }

    @Test
    void termsNeedNoDocuments() {
        SearchConfig terms = SearchJob.configure(
                "memory=m", "over=terms", "query=[dog, cat]", "tokenizer-file=t.json", "output=out");
        assertThat(terms.corpus()).isNull();
        assertThat(terms.query()).containsExactly("dog", "cat");
        assertThat(terms.tokenizerFile()).isEqualTo("t.json");
    }

    @Test
    void everyBrokenRuleIsReportedAtOnce() {
        assertThat(refused("memory= ", "query=[]", "k=0", "alpha=-1", "candidates=-1", "tau=-1", "tokenizer-file=t")
                        .problems())
                .extracting(Problem::key)
                .containsExactlyInAnyOrder(
                        "memory", "input", "query", "k", "alpha", "candidates", "tau", "tokenizer-file", "output");
    }
}
