package io.tauspark.shard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

class CandidatePairsTest {
    private static List<String> pairs(List<Row> rows) {
        List<String> pairs = new ArrayList<>();
        new CandidatePairs(rows.iterator()).forEachRemaining(pair -> pairs.add(pair.getString(0) + pair.getString(1)));
        return pairs;
    }

    private static Row row(long key, String id) {
        return RowFactory.create(key, id);
    }

    @Test
    void areAllPairsOfOneKeyWithTheSmallerIdLast() {
        List<Row> rows =
                List.of(row(-5, "a"), row(-5, "b"), row(-5, "c"), row(0, "x"), row(7, "a"), row(7, "y"), row(8, "b"));
        assertThat(pairs(rows)).containsExactly("ba", "ca", "cb", "ya");
        assertThat(pairs(List.of(row(0, "a"), row(0, "b")))).containsExactly("ba");
        assertThat(pairs(List.of())).isEmpty();
    }

    @Test
    void growNoFasterThanTheDocumentsOfAKey() {
        List<Row> rows = IntStream.range(0, 1_000)
                .mapToObj(i -> row(3, String.format(Locale.ROOT, "%04d ", i)))
                .toList();
        List<String> pairs = pairs(rows);
        assertThat(pairs).hasSize(32 * 31 / 2 + (1_000 - 32) * 32).contains("0999 0000 ", "0999 0031 ");
        assertThat(pairs).doesNotContain("0999 0032 ");
    }
}
