package io.tauspark.corpus.files;

import io.tauspark.corpus.CorpusConfig;
import io.tauspark.corpus.CorpusConfig.Format;
import io.tauspark.corpus.Utf8;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The bytes of a text file, decompressed as its name says, once its first bytes have shown that the name is right. */
final class FileContent {
    /** Lines of objects never begin so, and an array on one line would be one rejected record, whatever it holds. */
    private static final Pattern ARRAY_OF_OBJECTS = Pattern.compile("\\s*\\[\\s*\\{");

    private FileContent() {}

    /**
     * Opens the content of a file; one without a byte has none, whatever its name.
     *
     * @param raw the bytes of the file from its beginning; the content closes it
     * @throws IOException if it is of another form than its name and the format say, with what to do
     */
    static InputStream of(InputStream raw, Path file, CorpusConfig config, Configuration hadoop) throws IOException {
        Compression compression = Compression.of(file);
        PushbackInputStream stored = new PushbackInputStream(raw, Signature.HEAD);
        byte[] head = head(stored);
        if (head.length == 0 || compression == Compression.NONE) {
            requireText(head, config);
            return stored;
        }
        if (!compression.begins(head)) {
            String found = Signature.of(head)
                    .map(form -> "it holds " + form.title() + "; " + form.advice())
                    .orElse("it is not compressed so; name it without " + compression.suffix()
                            + " if it is plain text");
            throw new IOException("its name ends in " + compression.suffix() + ", but " + found);
        }
        PushbackInputStream content =
                new PushbackInputStream(compression.decompressed(stored, config, hadoop), Signature.HEAD);
        requireText(head(content), config);
        return content;
    }

    private static void requireText(byte[] head, CorpusConfig config) throws IOException {
        Optional<Signature> form = Signature.of(head);
        // A file that is a record is rejected like any other record that is not UTF-8.
        if (form.isPresent() && !(config.isOfFiles() && form.get().isEncoding())) {
            throw new IOException("it holds " + form.get().title() + ", not text; "
                    + form.get().advice());
        }
        if (config.format() == Format.JSONL
                && ARRAY_OF_OBJECTS
                        .matcher(Utf8.withoutMark(Utf8.repaired(head, head.length)))
                        .lookingAt()) {
            throw new IOException("it holds " + Appearance.JSON_ARRAY.advice() + ", or leave it out of the input");
        }
    }

    private static byte[] head(PushbackInputStream in) throws IOException {
        byte[] head = in.readNBytes(Signature.HEAD);
        in.unread(head);
        return head;
    }
}
