package io.tauspark.search;

import io.tauspark.config.Excerpt;
import io.tauspark.config.InvalidInput;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;

/** What is searched, with the queries in the same space. */
interface Searched extends AutoCloseable {
    /** Everything that can be found: all that have a direction. */
    JavaRDD<Indexed> all();

    /** At least one, each with an id of its own. */
    List<Query> queries();

    /** How many there are, those that cannot be found included. */
    long count();

    /** Records that are neither documents nor duplicates, by reason. */
    Map<String, Long> rejected();

    /** Writes them into a directory, made if there are any. */
    void writeRejected(Path directory) throws IOException;

    /** Of all λ; null where they do not come from energies here. */
    @Nullable
    Double tau();

    /** The texts of a few of them, as far as they have one. */
    Map<String, String> texts(Collection<String> ids);

    @Override
    void close();

    /** The refusal of a query in which nothing is known. */
    static InvalidInput unknown(String id, String text, String known) {
        String shown =
                text.isEmpty() ? "has a vector of zeros" : "('%s') has no %s".formatted(Excerpt.line(text), known);
        return new InvalidInput(
                "query '%s' %s, so there is nothing to compare; ask in words of the memory's documents, or leave it out"
                        .formatted(id, shown));
    }
}
