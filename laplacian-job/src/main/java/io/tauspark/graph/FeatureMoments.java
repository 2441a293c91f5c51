package io.tauspark.graph;

import io.tauspark.config.InvalidInput;
import io.tauspark.store.Safetensors;
import io.tauspark.store.Tensor;
import java.io.IOException;
import java.io.Serializable;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;

/**
 * The moments of all pairs of features in a set of documents: the sums of their products, XᵀX for X of shape
 * [documents, features]. It is all that the feature graph needs of the documents, it can be stored, and the moments of
 * two disjoint sets of documents add up to those of both.
 *
 * <p>The sums have the same bits whatever the partitions and the order of rows: values are rounded once, to the units
 * of a {@link Scale}, and everything after that is whole-number arithmetic. With m the largest magnitude of a feature
 * the rounding moves an entry by at most documents · 2⁻⁴⁰ · m_i · m_j. Moments that were added batch by batch have the
 * bits of those made at once as long as no batch needs another scale; where one does, they differ by that rounding.
 */
public final class FeatureMoments implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final String VERSION = "1";

    private final long documents;
    private final Scale scale;
    private final WideSums sums;

    private FeatureMoments(long documents, Scale scale, WideSums sums) {
        this.documents = documents;
        this.scale = scale;
        this.sums = sums;
    }

    /**
     * Sums over all rows in one pass, at 2 · features² multiplications per row.
     *
     * @param rows one vector per document; zero vectors only count as documents
     * @param largest per feature the largest magnitude in the rows
     * @throws InvalidInput if a magnitude is not finite
     */
    public static FeatureMoments of(JavaRDD<double[]> rows, double[] largest) {
        Scale scale = Scale.of(largest);
        FeatureMoments none = new FeatureMoments(0, scale, new WideSums(0));
        return rows.mapPartitions(partition -> {
                    GramSum sum = new GramSum(scale);
                    long count = 0;
                    for (; partition.hasNext(); count++) {
                        sum.add(checked(partition.next(), scale.features()));
                    }
                    return List.of(new FeatureMoments(count, scale, sum.sums())).iterator();
                })
                // The empty sums stand for no rows: a zero matrix would travel with every task.
                .treeAggregate(none, FeatureMoments::absorb, FeatureMoments::absorb);
    }

    private static double[] checked(double[] row, int features) {
        if (row.length != features) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "vector has %d features, must have %d", row.length, features));
        }
        return row;
    }

    /** The number of documents that were summed. */
    public long documents() {
        return documents;
    }

    /** Number of features. */
    public int features() {
        return scale.features();
    }

    /**
     * The moments of both sets of documents, which must be disjoint.
     *
     * @throws InvalidInput if they have different numbers of features
     */
    public FeatureMoments plus(FeatureMoments other) {
        if (features() != other.features()) {
            throw new InvalidInput(String.format(
                    Locale.ROOT,
                    "moments of %d features and of %d cannot be added: they are of different embeddings",
                    features(),
                    other.features()));
        }
        Scale common = scale.coarser(other.scale);
        WideSums total = rescaled(common);
        total.add(other.rescaled(common));
        return new FeatureMoments(documents + other.documents, common, total);
    }

    /**
     * The inner products as numbers.
     *
     * @throws InvalidInput if a feature is zero in all documents and so has no direction
     */
    public FeatureGram gram() {
        int features = features();
        double[] products = new double[features * features];
        for (int i = 0; i < features; i++) {
            for (int j = i; j < features; j++) {
                double product = Math.scalb(sums.value(Pairs.index(i, j, features)), scale.productUnit(i, j));
                products[i * features + j] = product;
                products[j * features + i] = product;
            }
        }
        return new FeatureGram(features, products);
    }

    public void write(Path file, Configuration hadoop) throws IOException {
        Map<String, String> facts = Map.of("version", VERSION, "documents", Long.toString(documents));
        List<Tensor> tensors = List.of(
                Tensor.of("exponents", IntBuffer.wrap(scale.exponents()), features()),
                Tensor.of("high", LongBuffer.wrap(sums.high()), sums.size()),
                Tensor.of("low", LongBuffer.wrap(sums.low()), sums.size()));
        new Safetensors(facts, tensors).write(file, hadoop);
    }

    /** @throws InvalidInput if the file is missing, damaged or of another version */
    public static FeatureMoments read(Path file, Configuration hadoop) throws IOException {
        Safetensors stored = Safetensors.read(file, hadoop);
        String version = stored.metadata().getOrDefault("version", "none");
        if (!version.equals(VERSION)) {
            throw new InvalidInput("moments '%s' have format version %s, known is %s; build the memory again"
                    .formatted(file, version, VERSION));
        }
        try {
            Scale scale = new Scale(((IntBuffer) stored.tensor("exponents").values()).array());
            long[] high = ((LongBuffer) stored.tensor("high").values()).array();
            long[] low = ((LongBuffer) stored.tensor("low").values()).array();
            if (high.length != Pairs.count(scale.features()) || low.length != high.length) {
                throw new InvalidInput(String.format(
                        Locale.ROOT,
                        "moments '%s' of %d features have %d and %d sums, not %d",
                        file,
                        scale.features(),
                        high.length,
                        low.length,
                        Pairs.count(scale.features())));
            }
            long documents = Long.parseLong(stored.metadata().getOrDefault("documents", ""));
            return new FeatureMoments(documents, scale, new WideSums(high, low));
        } catch (ClassCastException | NumberFormatException damaged) {
            throw new InvalidInput(
                    "moments '%s' are damaged: %s; build the memory again".formatted(file, damaged.getMessage()),
                    damaged);
        }
    }

    /** Sums of one scale, into whichever is not the empty zero. */
    private static FeatureMoments absorb(FeatureMoments left, FeatureMoments right) {
        if (left.sums.size() == 0 || right.sums.size() == 0) {
            return left.sums.size() == 0 ? right : left;
        }
        left.sums.add(right.sums);
        return new FeatureMoments(left.documents + right.documents, left.scale, left.sums);
    }

    /** A copy of the sums in the units of another, coarser scale. */
    private WideSums rescaled(Scale coarser) {
        WideSums copy = new WideSums(sums.high().clone(), sums.low().clone());
        if (!scale.isSame(coarser)) {
            int features = features();
            for (int i = 0; i < features; i++) {
                for (int j = i; j < features; j++) {
                    copy.shiftRight(Pairs.index(i, j, features), coarser.productUnit(i, j) - scale.productUnit(i, j));
                }
            }
        }
        return copy;
    }
}
