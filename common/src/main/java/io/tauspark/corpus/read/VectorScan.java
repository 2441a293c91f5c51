package io.tauspark.corpus.read;

import io.tauspark.corpus.QuickHash;
import io.tauspark.corpus.Rejection;
import io.tauspark.corpus.SourceRecord;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * The one pass over vectors that finds out all there is to know before they are used. Tasks send what they counted, and
 * the hashes that show repeated ids, through a shuffle whose files then serve two small jobs.
 *
 * @param tally of all records
 * @param dimension length of the vectors that count, 0 if there are none
 * @param sharedIds the documents among them that have to go
 */
record VectorScan(VectorTally tally, int dimension, SharedVectorIds sharedIds) {
    /** Every task makes as many buffers; a hundred million documents in so many parts take 50 MB each. */
    private static final int MOST_PARTS = 64;

    static VectorScan of(JavaRDD<SourceRecord> records, OptionalInt dimension) {
        int parts = Math.max(1, Math.min(records.getNumPartitions(), MOST_PARTS));
        JavaRDD<Share> shares = records.mapPartitionsToPair(some -> shares(some, parts))
                .partitionBy(new HashPartitioner(parts))
                .values();
        VectorTally tally = shares.flatMap(Share::tallies).fold(new VectorTally(), VectorTally::merge);
        int length = dimension.orElse(tally.mostCommonLength());
        SharedVectorIds sharedIds =
                shares.mapPartitions(some -> among(some, length)).fold(SharedVectorIds.none(), SharedVectorIds::merge);
        return new VectorScan(tally, length, sharedIds);
    }

    /** The number of vectors of the length that counts. */
    long found() {
        return tally.vectors().getOrDefault(dimension, 0L);
    }

    /** Rejected records by reason: those that could not be read, and those that the whole shows to be wrong. */
    Map<String, Long> rejected() {
        Map<String, Long> rejected = new TreeMap<>(tally.rejected());
        rejected.put(
                Rejection.WRONG_LENGTH.reason(),
                rejected.getOrDefault(Rejection.WRONG_LENGTH.reason(), 0L) + tally.count() - found());
        rejected.put(Rejection.DUPLICATE_ID.reason(), sharedIds.clashes());
        rejected.values().removeIf(count -> count == 0);
        return rejected;
    }

    /** The largest magnitude of every feature of the accepted vectors, which are read again only if they must. */
    double[] largest(JavaRDD<double[]> accepted) {
        return tally.follows(dimension) && sharedIds.clashes() == 0
                ? tally.largest(dimension)
                : accepted.fold(new double[dimension], VectorTally::raise);
    }

    /** The message of one task to another: hashes of ids that only the other sees all of, and once what it counted. */
    private static final class Share implements Serializable {
        private static final long serialVersionUID = 1L;

        private final VectorSightings sightings;
        private final @Nullable VectorTally tally;

        Share(VectorSightings sightings, @Nullable VectorTally tally) {
            this.sightings = sightings;
            this.tally = tally;
        }

        Iterator<VectorTally> tallies() {
            return tally == null ? Collections.emptyIterator() : List.of(tally).iterator();
        }
    }

    private static Iterator<Tuple2<Integer, Share>> shares(Iterator<SourceRecord> records, int parts) {
        VectorTally tally = new VectorTally();
        List<VectorSightings> sightings = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            sightings.add(new VectorSightings());
        }
        while (records.hasNext()) {
            SourceRecord record = records.next();
            tally.add(record);
            if (record.isDocument()) {
                sightings.get(Math.floorMod(QuickHash.of(record.id()), parts)).add(record);
            }
        }
        List<Tuple2<Integer, Share>> shares = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            shares.add(new Tuple2<>(part, new Share(sightings.get(part), part == 0 ? tally : null)));
        }
        return shares.iterator();
    }

    private static Iterator<SharedVectorIds> among(Iterator<Share> shares, int dimension) {
        List<VectorSightings> sightings = new ArrayList<>();
        shares.forEachRemaining(share -> sightings.add(share.sightings));
        return List.of(SharedVectorIds.among(sightings, dimension)).iterator();
    }
}
