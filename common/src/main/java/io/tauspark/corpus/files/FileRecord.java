package io.tauspark.corpus.files;

import io.tauspark.corpus.Content;
import io.tauspark.corpus.CorpusConfig;
import io.tauspark.corpus.PlainText;
import io.tauspark.corpus.RecordFields;
import io.tauspark.corpus.RejectedRecord;
import io.tauspark.corpus.SourceRecord;
import io.tauspark.corpus.Utf8;
import io.tauspark.store.Storage;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Reads a text file as one record; its id is its path below the input. */
public final class FileRecord {
    private FileRecord() {}

    public static SourceRecord read(FileSlice slice, Path root, CorpusConfig config, Configuration hadoop) {
        Path file = new Path(slice.file());
        try (InputStream raw = Storage.of(file, hadoop).open(file);
                InputStream in = FileContent.of(raw, file, config, hadoop)) {
            byte[] bytes = in.readNBytes((int) config.recordLimit() + 1);
            return of(slice.file(), bytes, root, config.recordLimit());
        } catch (IOException broken) {
            throw SliceRecords.unreadable(slice.file(), broken);
        }
    }

    private static SourceRecord of(String file, byte[] bytes, Path root, long limit) {
        if (bytes.length > limit) {
            return SourceRecord.tooLong(file, 0, 1, bytes, bytes.length);
        }
        if (Signature.of(bytes).isPresent()) {
            return SourceRecord.invalidUtf8(file, 0, 1, bytes);
        }
        try {
            String text = Utf8.withoutMark(Utf8.decode(bytes, bytes.length));
            RecordFields fields = new PlainText(InputFiles.relative(root, file), text);
            return SourceRecord.read(file, 0, 1, fields, Content.TEXT);
        } catch (RejectedRecord invalid) {
            return SourceRecord.invalidUtf8(file, 0, 1, bytes);
        }
    }
}
