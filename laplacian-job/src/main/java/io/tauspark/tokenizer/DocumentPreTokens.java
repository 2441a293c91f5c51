package io.tauspark.tokenizer;

import io.tauspark.shards.Document;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * The counted pre-tokens of some documents, in a task. A part of the documents is counted at a time, so that a task
 * needs no more memory than one such part; the same pre-token comes back with each of them.
 */
final class DocumentPreTokens implements Iterator<Row> {
    /** Distinct pre-tokens after which the counts are given on: some 30 MB. */
    private static final int MOST_DISTINCT = 1 << 18;

    private final Iterator<Document> documents;
    private final PreTokenizer preTokenizer;
    private Iterator<Map.Entry<String, long[]>> counted = Collections.emptyIterator();

    DocumentPreTokens(Iterator<Document> documents, PreTokenizer preTokenizer) {
        this.documents = documents;
        this.preTokenizer = preTokenizer;
    }

    @Override
    public boolean hasNext() {
        if (!counted.hasNext() && documents.hasNext()) {
            counted = count().entrySet().iterator();
        }
        return counted.hasNext();
    }

    @Override
    public Row next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the documents have no more pre-tokens");
        }
        Map.Entry<String, long[]> entry = counted.next();
        return RowFactory.create(entry.getKey(), entry.getValue()[0]);
    }

    private Map<String, long[]> count() {
        Map<String, long[]> counts = new HashMap<>();
        while (documents.hasNext() && counts.size() < MOST_DISTINCT) {
            String text = documents.next().text();
            preTokenizer.cut(text, preToken -> counts.computeIfAbsent(preToken, first -> new long[1])[0]++);
            counts.computeIfAbsent(PreTokenCounts.WORDS, first -> new long[1])[0] += words(text);
        }
        return counts;
    }

    /** The number of words between white space. */
    static long words(String text) {
        long words = 0;
        boolean inside = false;
        for (int i = 0; i < text.length(); i++) {
            boolean word = !PreTokenScanner.isSpace(text.charAt(i));
            words += word && !inside ? 1 : 0;
            inside = word;
        }
        return words;
    }
}
