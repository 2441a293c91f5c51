package io.tauspark.termgraph;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;

/**
 * What terms are compared by, as matrices of the information of terms and contexts: by what stands right before and
 * right after them [n, 2n], and by what stands around them [n, n], of n known terms. Each is kept with its transposed,
 * so that every row of a product is the sum of one task.
 */
final class ContextMatrices implements AutoCloseable {
    /** Enough that executors end together, and few enough that a task is worth its start. */
    private static final int TASKS_PER_CORE = 4;

    /** What executors need to make matrices of counts. */
    private static final class Measures implements Serializable {
        private static final long serialVersionUID = 1L;

        private final KnownTerms known;
        private final Information before;
        private final Information after;
        private final Information around;
        private final ContextLimits limits;

        Measures(KnownTerms known, Information before, Information after, Information around, ContextLimits limits) {
            this.known = known;
            this.before = before;
            this.after = after;
            this.around = around;
            this.limits = limits;
        }
    }

    /** Rows of all four matrices that belong to some terms. */
    private static final class Rows implements Serializable {
        private static final long serialVersionUID = 1L;

        private final SparseBlock placed;
        private final SparseBlock placing;
        private final SparseBlock about;
        private final SparseBlock aboutOf;

        Rows(SparseBlock placed, SparseBlock placing, SparseBlock about, SparseBlock aboutOf) {
            this.placed = placed;
            this.placing = placing;
            this.about = about;
            this.aboutOf = aboutOf;
        }

        SparseBlock placed() {
            return placed;
        }

        SparseBlock placing() {
            return placing;
        }

        SparseBlock about() {
            return about;
        }

        SparseBlock aboutOf() {
            return aboutOf;
        }
    }

    private final Broadcast<Measures> measures;
    private final JavaRDD<Rows> rows;
    private final int terms;

    private ContextMatrices(Broadcast<Measures> measures, JavaRDD<Rows> rows, int terms) {
        this.measures = measures;
        this.rows = rows;
        this.terms = terms;
    }

    /**
     * Makes the matrices of counts.
     *
     * @param contexts that a term keeps at most, of each kind
     */
    static ContextMatrices of(Cooccurrence counts, KnownTerms known, int contexts) {
        JavaSparkContext spark =
                JavaSparkContext.fromSparkContext(counts.pairs().context());
        int terms = known.size();
        Broadcast<KnownTerms> shared = spark.broadcast(known);
        try {
            Margins margins = Margins.of(counts.pairs(), shared, terms);
            JavaRDD<PairCounts> swapped = counts.swapped();
            ContextLimits limits = ContextLimits.none(terms);
            for (long others : margins.others()) {
                if (others > contexts) {
                    limits = ContextLimits.of(joined(counts, swapped, shared), terms, contexts);
                    break;
                }
            }
            Broadcast<Measures> measures = spark.broadcast(new Measures(
                    known,
                    new Information(margins.before(), margins.after()),
                    new Information(margins.after(), margins.before()),
                    new Information(margins.around(), margins.around()),
                    limits));
            int tasks = Math.min(counts.pairs().getNumPartitions(), TASKS_PER_CORE * spark.defaultParallelism());
            JavaRDD<Rows> rows = counts.pairs()
                    .zipPartitions(swapped, (behind, ahead) -> {
                        Measures given = measures.value();
                        Neighbourhoods found = Neighbourhoods.of(behind.next(), ahead.next(), given.known);
                        return List.of(rows(found, given)).iterator();
                    })
                    .coalesce(tasks)
                    .persist(StorageLevel.MEMORY_AND_DISK());
            return new ContextMatrices(measures, rows, terms);
        } finally {
            shared.destroy();
        }
    }

    private static JavaRDD<Neighbourhoods> joined(
            Cooccurrence counts, JavaRDD<PairCounts> swapped, Broadcast<KnownTerms> known) {
        return counts.pairs().zipPartitions(swapped, (behind, ahead) -> List.of(
                        Neighbourhoods.of(behind.next(), ahead.next(), known.value()))
                .iterator());
    }

    /** Terms by what stands before them, the first n columns, and after them. */
    SparseMatrix placed() {
        return new SparseMatrix(rows.map(Rows::placed), terms, 2 * terms);
    }

    /** The transposed of {@link #placed}. */
    SparseMatrix placing() {
        return new SparseMatrix(rows.map(Rows::placing), 2 * terms, terms);
    }

    /** Terms by what stands around them. */
    SparseMatrix about() {
        return new SparseMatrix(rows.map(Rows::about), terms, terms);
    }

    /** The transposed of {@link #about}. */
    SparseMatrix aboutOf() {
        return new SparseMatrix(rows.map(Rows::aboutOf), terms, terms);
    }

    @Override
    public void close() {
        rows.unpersist(true);
        measures.destroy();
    }

    private static Rows rows(Neighbourhoods found, Measures given) {
        int terms = given.known.size();
        ContextLimits limits = given.limits;
        SparseBlock.Builder placed = new SparseBlock.Builder();
        SparseBlock.Builder placing = new SparseBlock.Builder();
        SparseBlock.Builder about = new SparseBlock.Builder();
        SparseBlock.Builder aboutOf = new SparseBlock.Builder();
        for (int k = 0; k < found.count(); k++) {
            int term = found.term(k);
            placed.row(term);
            about.row(term);
            placing.row(term);
            aboutOf.row(term);
            for (int at = found.begin(k); at < found.end(k); at++) {
                int other = found.other(at);
                long before = found.before(at);
                long after = found.after(at);
                long around = found.around(at);
                put(before, limits.before()[term], given.before, term, other, other, placed);
                // Here the term is the context: it stands before those that come after it.
                put(after, limits.before()[other], given.before, other, term, other, placing);
                put(around, limits.around()[term], given.around, term, other, other, about);
                put(around, limits.around()[other], given.around, other, term, other, aboutOf);
            }
            placing.row(terms + term);
            for (int at = found.begin(k); at < found.end(k); at++) {
                int other = found.other(at);
                put(found.after(at), limits.after()[term], given.after, term, other, terms + other, placed);
                put(found.before(at), limits.after()[other], given.after, other, term, other, placing);
            }
        }
        return new Rows(placed.build(), placing.build(), about.build(), aboutOf.build());
    }

    private static void put(
            long count,
            long least,
            Information information,
            int term,
            int context,
            int column,
            SparseBlock.Builder to) {
        if (count >= least) {
            float value = information.of(term, context, count);
            if (value > 0) {
                to.entry(column, value);
            }
        }
    }
}
