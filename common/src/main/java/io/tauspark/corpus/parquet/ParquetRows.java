package io.tauspark.corpus.parquet;

import io.tauspark.config.InvalidInput;
import io.tauspark.corpus.Content;
import io.tauspark.corpus.CorpusConfig;
import io.tauspark.corpus.SourceRecord;
import io.tauspark.corpus.files.FileSlice;
import io.tauspark.corpus.files.SliceRecords;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetInputFormat;
import org.jspecify.annotations.Nullable;

/** The rows of those row groups of a Parquet file that start in a slice of it. */
final class ParquetRows implements Iterator<SourceRecord>, Closeable {
    private static final String SETTINGS = "parquet.";

    private final ParquetFooter footer;
    private final ParquetLayout layout;
    private final CorpusConfig config;
    private final Content content;
    private final Iterator<Group> groups;
    private final @Nullable ParquetFileReader reader;
    private @Nullable ParquetCursor cursor;
    private long row;
    private long end;

    /** @param first number of its first row in the file */
    private record Group(RowGroup rows, long first) {}

    private ParquetRows(
            ParquetFooter footer,
            ParquetLayout layout,
            CorpusConfig config,
            Content content,
            List<Group> groups,
            @Nullable ParquetFileReader reader) {
        this.footer = footer;
        this.layout = layout;
        this.config = config;
        this.content = content;
        this.groups = groups.iterator();
        this.reader = reader;
    }

    /**
     * Opens a slice; it closes itself at its end.
     *
     * @throws InvalidInput if the file cannot be read
     */
    static ParquetRows open(FileSlice slice, CorpusConfig config, Content content, Configuration hadoop) {
        ParquetFooter footer = ParquetFooter.read(slice.file(), hadoop);
        ParquetLayout layout = ParquetLayout.of(footer, config);
        List<ParquetField> leaves = layout.leaves(content);
        ParquetExcerpt excerpt = new ParquetExcerpt(footer, leaves, hadoop);
        List<Group> groups = groups(slice, footer, excerpt);
        ParquetFileReader reader = null;
        if (!leaves.isEmpty() && !groups.isEmpty()) {
            reader = reader(footer, excerpt, groups, hadoop);
        }
        return new ParquetRows(footer, layout, config, content, groups, reader);
    }

    @Override
    public boolean hasNext() {
        while (row == end) {
            if (!groups.hasNext()) {
                close();
                return false;
            }
            open(groups.next());
        }
        return true;
    }

    @Override
    public SourceRecord next() {
        if (!hasNext()) {
            throw new NoSuchElementException("slice has no more rows");
        }
        ParquetRow read = read();
        SourceRecord record = SourceRecord.read(footer.file(), 0, row, read, content);
        row++;
        if (row == end && cursor != null) {
            cursor.requireEnd();
        }
        return record;
    }

    @Override
    public void close() {
        if (reader != null) {
            try {
                reader.close();
            } catch (IOException broken) {
                throw SliceRecords.unreadable(footer.file(), broken);
            }
        }
    }

    private ParquetRow read() {
        if (cursor == null) {
            return new ParquetRow(config, layout, null, null, null);
        }
        try {
            return cursor.next();
        } catch (OutOfMemoryError tooLarge) {
            throw UnreadableParquet.tooLarge(footer.file(), row, tooLarge);
        }
    }

    private void open(Group group) {
        row = group.first;
        end = group.first + group.rows.getNum_rows();
        if (reader == null) {
            return;
        }
        try {
            PageReadStore pages = reader.readNextRowGroup();
            cursor = new ParquetCursor(config, footer.file(), layout, content, pages, reader.getFileMetaData());
        } catch (IOException | RuntimeException damaged) {
            throw UnreadableParquet.because(footer.file(), "the row group from row " + row + " on", damaged);
        } catch (OutOfMemoryError tooLarge) {
            throw UnreadableParquet.tooLarge(footer.file(), row, tooLarge);
        }
    }

    /** Row groups without rows are left out: the library does not read them. */
    private static List<Group> groups(FileSlice slice, ParquetFooter footer, ParquetExcerpt excerpt) {
        List<Group> groups = new ArrayList<>();
        long first = 0;
        for (RowGroup rows : footer.rowGroups()) {
            if (rows.getNum_rows() > 0 && (slice.isWhole() || isWithin(slice, excerpt.start(rows)))) {
                groups.add(new Group(rows, first));
            }
            first += rows.getNum_rows();
        }
        return groups;
    }

    private static boolean isWithin(FileSlice slice, long start) {
        return start >= slice.start() && start < slice.end();
    }

    /** The library has no other way to be given a footer. */
    @SuppressWarnings("deprecation")
    private static ParquetFileReader reader(
            ParquetFooter footer, ParquetExcerpt excerpt, List<Group> groups, Configuration hadoop) {
        try {
            return new ParquetFileReader(
                    settings(hadoop),
                    new Path(footer.file()),
                    excerpt.of(groups.stream().map(Group::rows).toList()));
        } catch (IOException | RuntimeException damaged) {
            throw UnreadableParquet.because(footer.file(), "its footer", damaged);
        }
    }

    /**
     * The settings of a reader, whatever the session says: no filter makes rows vanish, and pages that have a checksum
     * are held against it.
     */
    private static Configuration settings(Configuration hadoop) {
        Configuration settings = new Configuration(hadoop);
        for (Map.Entry<String, String> setting : hadoop) {
            if (setting.getKey().startsWith(SETTINGS)) {
                settings.unset(setting.getKey());
            }
        }
        settings.setBoolean(ParquetInputFormat.PAGE_VERIFY_CHECKSUM_ENABLED, true);
        return settings;
    }
}
