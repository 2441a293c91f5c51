package io.tauspark.shard;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Pairs of documents that share a key, from rows {@code (key, id)} sorted by both: each id with those before it, but
 * with no more than the first 32, however many share the key. A text that is copied often has its original among them.
 * Rows of the result are {@code (id, other)}, where the other id is smaller.
 */
final class CandidatePairs implements Iterator<Row> {
    static final int FIRST = 32;

    private final Iterator<Row> rows;
    private final List<String> first = new ArrayList<>();
    private long key;
    private String id = "";
    private int paired;
    private int toPair;

    CandidatePairs(Iterator<Row> rows) {
        this.rows = rows;
    }

    @Override
    public boolean hasNext() {
        while (paired == toPair && rows.hasNext()) {
            if (toPair < FIRST && !id.isEmpty()) {
                first.add(id);
            }
            Row row = rows.next();
            if (row.getLong(0) != key) {
                first.clear();
                key = row.getLong(0);
            }
            id = row.getString(1);
            paired = 0;
            toPair = first.size();
        }
        return paired < toPair;
    }

    @Override
    public Row next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no more pairs");
        }
        return RowFactory.create(id, first.get(paired++));
    }
}
