package io.tauspark.laplacian;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.tauspark.laplacian.report.DocumentFacts;
import io.tauspark.memory.EnergyDistribution;
import io.tauspark.memory.Taumode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The documents that a report shows: the most typical ones and those at both ends. */
final class DocumentSamples {
    private static final int EACH = 10;

    private DocumentSamples() {}

    /** @param documents whose texts the samples show, as far as they are among them */
    static DocumentFacts of(
            DocumentEnergies energies,
            DocumentVectors documents,
            EnergyDistribution distribution,
            double tau,
            TauConfig config) {
        double middle = Taumode.lambda(distribution.quantile(1.0 / 2), tau);
        Dataset<Row> lambdas = energies.knownLambdas(tau);
        List<Row> typical = first(lambdas, abs(col("lambda").minus(lit(middle))).asc());
        List<Row> lowest = first(lambdas, col("lambda").asc());
        List<Row> highest = first(lambdas, col("lambda").desc());
        Map<String, String> texts = documents.texts(Stream.of(typical, lowest, highest)
                .flatMap(List::stream)
                .map(row -> row.getString(0))
                .distinct()
                .toList());
        return DocumentFacts.of(
                distribution,
                tau,
                config.description(),
                samples(typical, texts),
                samples(lowest, texts),
                samples(highest, texts));
    }

    private static List<Row> first(Dataset<Row> lambdas, Column order) {
        return lambdas.orderBy(order, col("id"))
                .select("id", "energy", "lambda")
                .limit(EACH)
                .collectAsList();
    }

    private static List<DocumentFacts.Sample> samples(List<Row> rows, Map<String, String> texts) {
        return rows.stream()
                .map(row -> new DocumentFacts.Sample(
                        row.getString(0), row.getDouble(1), row.getDouble(2), texts.getOrDefault(row.getString(0), "")))
                .toList();
    }
}
