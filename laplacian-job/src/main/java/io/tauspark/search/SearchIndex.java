package io.tauspark.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * The search itself, over what is spread over a cluster. Every task keeps the best hits of its part for each query, and the
 * parts are merged; the outcome does not depend on how many parts there are.
 */
final class SearchIndex {
    private final JavaRDD<Indexed> all;

    /** @param all what can be found; read once for each search */
    SearchIndex(JavaRDD<Indexed> all) {
        this.all = all;
    }

    /** How many can be found. */
    long size() {
        return all.count();
    }

    /** The best of all for each query, in the order of the queries. */
    List<List<Hit>> best(List<Query> queries, Ranking ranking) {
        Broadcast<List<Query>> shared = broadcast(queries);
        try {
            return merged(
                    all.mapPartitionsToPair(part -> {
                        Heaps heaps = new Heaps(shared.value(), ranking);
                        part.forEachRemaining(each -> {
                            for (int query = 0; query < heaps.size(); query++) {
                                heaps.offer(query, each.id(), each.lambda(), each.direction());
                            }
                        });
                        return heaps.found();
                    }),
                    queries.size());
        } finally {
            shared.destroy();
        }
    }

    /**
     * The best of those that are nearest in λ, for each query, in the order of the queries. Cosines are computed for these
     * candidates alone.
     *
     * @param side candidates on either side of a query's λ
     */
    List<List<Hit>> bestOfNearest(List<Query> queries, Ranking ranking, int side) {
        Broadcast<List<Query>> shared = broadcast(queries);
        JavaPairRDD<Place, Direction> sorted = all.mapToPair(
                        each -> new Tuple2<>(new Place(each.lambda(), each.id()), each.direction()))
                .sortByKey(true, Math.max(1, all.getNumPartitions()))
                .persist(StorageLevel.MEMORY_AND_DISK());
        try {
            long[] below = sorted.keys()
                    .aggregate(
                            new long[queries.size()],
                            (counts, place) -> Windows.count(counts, shared.value(), place.lambda()),
                            Windows::add);
            Windows windows = new Windows(below, sorted.count(), side);
            return merged(
                    sorted.zipWithIndex().mapPartitionsToPair(part -> {
                        Heaps heaps = new Heaps(shared.value(), ranking);
                        part.forEachRemaining(placed -> {
                            Place place = placed._1()._1();
                            for (int query = 0; query < heaps.size(); query++) {
                                if (windows.isCandidate(query, placed._2())) {
                                    heaps.offer(
                                            query,
                                            place.id(),
                                            place.lambda(),
                                            placed._1()._2());
                                }
                            }
                        });
                        return heaps.found();
                    }),
                    queries.size());
        } finally {
            sorted.unpersist(true);
            shared.destroy();
        }
    }

    private Broadcast<List<Query>> broadcast(List<Query> queries) {
        return JavaSparkContext.fromSparkContext(all.context()).broadcast(new ArrayList<>(queries));
    }

    private static List<List<Hit>> merged(JavaPairRDD<Integer, BestHits> parts, int queries) {
        List<List<Hit>> merged = new ArrayList<>(Collections.nCopies(queries, List.of()));
        parts.reduceByKey(BestHits::merge)
                .collect()
                .forEach(found -> merged.set(found._1(), found._2().ranked()));
        return merged;
    }

    /** The best hits of one part for each query. */
    private static final class Heaps {
        private final List<Query> queries;
        private final Ranking ranking;
        private final BestHits[] best;

        Heaps(List<Query> queries, Ranking ranking) {
            this.queries = queries;
            this.ranking = ranking;
            best = new BestHits[queries.size()];
            Arrays.setAll(best, query -> new BestHits(ranking.k()));
        }

        int size() {
            return best.length;
        }

        void offer(int query, String id, double lambda, Direction direction) {
            best[query].offer(ranking.hit(queries.get(query), id, lambda, direction));
        }

        Iterator<Tuple2<Integer, BestHits>> found() {
            return IntStream.range(0, best.length)
                    .filter(query -> !best[query].isEmpty())
                    .mapToObj(query -> new Tuple2<>(query, best[query]))
                    .iterator();
        }
    }
}
