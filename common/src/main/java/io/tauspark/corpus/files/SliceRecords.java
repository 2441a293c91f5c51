package io.tauspark.corpus.files;

import io.tauspark.config.Excerpt;
import io.tauspark.config.InvalidInput;
import io.tauspark.corpus.Content;
import io.tauspark.corpus.CorpusConfig;
import io.tauspark.corpus.CorpusConfig.Format;
import io.tauspark.corpus.JsonRecord;
import io.tauspark.corpus.PlainText;
import io.tauspark.corpus.RecordFields;
import io.tauspark.corpus.RejectedRecord;
import io.tauspark.corpus.SourceRecord;
import io.tauspark.corpus.Utf8;
import io.tauspark.store.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;

/** The records of a slice of a text file, a line each; lines that are blank are none. */
public final class SliceRecords implements Iterator<SourceRecord> {
    private final FileSlice slice;
    private final CorpusConfig config;
    private final Content content;
    private final BoundedLines lines;
    private final long origin;
    private final long stop;
    private long line;
    private boolean ended;
    private @Nullable SourceRecord next;

    private SliceRecords(FileSlice slice, CorpusConfig config, Content content, InputStream in) throws IOException {
        this.slice = slice;
        this.config = config;
        this.content = content;
        this.lines = new BoundedLines(in, (int) config.recordLimit());
        if (slice.start() > 0) {
            // The line that the byte before belongs to is another slice's.
            lines.advance();
            this.origin = slice.start() - 1;
        } else {
            this.origin = 0;
        }
        // Of a compressed file nobody knows where its content ends.
        this.stop = Compression.of(new Path(slice.file())) == Compression.NONE ? slice.end() : Long.MAX_VALUE;
    }

    /** Opens a slice; it closes itself at its end, or with the task. */
    public static SliceRecords open(FileSlice slice, CorpusConfig config, Content content, Configuration hadoop) {
        Path file = new Path(slice.file());
        try {
            FSDataInputStream raw = Storage.of(file, hadoop).open(file);
            TaskContext.get().addTaskCompletionListener(closing(raw, slice.file()));
            InputStream in = raw;
            if (slice.start() > 0) {
                raw.seek(slice.start() - 1);
            } else {
                in = FileContent.of(raw, file, config, hadoop);
                TaskContext.get().addTaskCompletionListener(closing(in, slice.file()));
            }
            return new SliceRecords(slice, config, content, in);
        } catch (IOException broken) {
            throw unreadable(slice.file(), broken);
        }
    }

    public static InvalidInput unreadable(String file, IOException cause) {
        return new InvalidInput("file '" + Excerpt.whole(file) + "' cannot be read: " + reason(cause), cause);
    }

    /** The reason that a failure gives; remote ones carry a trace behind the first line. */
    public static String reason(Throwable cause) {
        String message = cause.getMessage();
        return message == null || message.isBlank()
                ? cause.getClass().getSimpleName()
                : message.lines().findFirst().orElse(message);
    }

    @Override
    public boolean hasNext() {
        if (next == null && !ended) {
            next = read();
        }
        return next != null;
    }

    @Override
    public SourceRecord next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException("slice has no more records");
        }
        SourceRecord record = next;
        next = null;
        return record;
    }

    private @Nullable SourceRecord read() {
        try {
            while (origin + lines.consumed() < stop && lines.advance()) {
                line++;
                SourceRecord record = record();
                if (record != null) {
                    return record;
                }
            }
        } catch (IOException broken) {
            throw unreadable(slice.file(), broken);
        }
        ended = true;
        close(lines, slice.file());
        return slice.isWhole() ? null : SourceRecord.endOfSlice(slice.file(), slice.start(), line);
    }

    private @Nullable SourceRecord record() {
        String file = slice.file();
        if (lines.isTooLong()) {
            return SourceRecord.tooLong(file, slice.start(), line, lines.line(), lines.length());
        }
        String text;
        try {
            text = Utf8.withoutMark(Utf8.decode(lines.line(), lines.length()));
        } catch (RejectedRecord invalid) {
            return SourceRecord.invalidUtf8(file, slice.start(), line, Arrays.copyOf(lines.line(), lines.length()));
        }
        if (text.isBlank()) {
            return null;
        }
        try {
            RecordFields fields = config.format() == Format.TEXT
                    ? new PlainText("", text)
                    : JsonRecord.parse(text, config.fields(), config.embedding());
            return SourceRecord.read(file, slice.start(), line, fields, content);
        } catch (RejectedRecord broken) {
            return SourceRecord.rejected(file, slice.start(), line, broken.rejection(), text);
        }
    }

    private static TaskCompletionListener closing(Closeable open, String file) {
        return task -> close(open, file);
    }

    private static void close(Closeable open, String file) {
        try {
            open.close();
        } catch (IOException broken) {
            throw unreadable(file, broken);
        }
    }
}
