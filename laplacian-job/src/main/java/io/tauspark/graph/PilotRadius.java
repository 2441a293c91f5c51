package io.tauspark.graph;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.ml.clustering.KMeans;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.VectorUDT;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/**
 * The radius that a cluster should have, as a squared distance, measured by k-means on a few documents.
 *
 * <p>Source: arrowspace 0.24, {@code clustering.rs}: 1.5 times the 90th percentile of the distances to the own centre,
 * or a part of the distance between centres where clusters are points.
 */
final class PilotRadius {
    private static final int DOCUMENTS = 1000;
    private static final int ITERATIONS = 20;
    private static final double QUANTILE = 0.9;
    private static final double SLACK = 1.5;
    private static final double TIGHT = 0.01;
    private static final double TIGHT_SHARE = 0.15;
    private static final double SMALLEST = 1e-6;

    private PilotRadius() {}

    static double of(SparkSession spark, JavaPairRDD<String, double[]> documents, int clusters, long seed) {
        List<Row> sample = documents
                .mapToPair(document -> new Tuple2<>(SamplePlace.of(seed, "pilot", document._1()), document._2()))
                .takeOrdered(DOCUMENTS, new ByPlace())
                .stream()
                .map(placed -> RowFactory.create(Vectors.dense(placed._2())))
                .toList();
        Vector[] centres = centres(spark, sample, Math.min(clusters, sample.size()), seed);
        double[] own = sample.stream()
                .mapToDouble(row -> Arrays.stream(centres)
                        .mapToDouble(centre -> Vectors.sqdist(row.getAs(0), centre))
                        .min()
                        .orElse(0))
                .sorted()
                .toArray();
        double reach = own[Math.min(own.length - 1, (int) Math.ceil(QUANTILE * own.length))];
        double apart = apart(centres);
        return Math.max(SMALLEST, reach < TIGHT * apart ? TIGHT_SHARE * apart : SLACK * reach);
    }

    private static Vector[] centres(SparkSession spark, List<Row> sample, int clusters, long seed) {
        StructType schema = new StructType().add("features", new VectorUDT());
        // One partition: k-means adds in the order of partitions.
        Dataset<Row> rows = spark.createDataFrame(sample, schema).coalesce(1);
        return new KMeans()
                .setK(clusters)
                .setSeed(seed)
                .setMaxIter(ITERATIONS)
                .fit(rows)
                .clusterCenters();
    }

    private static double apart(Vector[] centres) {
        return IntStream.range(0, centres.length)
                .boxed()
                .flatMapToDouble(i -> IntStream.range(0, i).mapToDouble(j -> Vectors.sqdist(centres[i], centres[j])))
                .min()
                .orElse(0);
    }

    private static final class ByPlace implements Comparator<Tuple2<Double, double[]>>, Serializable {
        private static final long serialVersionUID = 1L;

        @Override
        public int compare(Tuple2<Double, double[]> one, Tuple2<Double, double[]> other) {
            return Double.compare(one._1(), other._1());
        }
    }
}
