package io.tauspark.corpus.files;

import io.tauspark.config.InvalidInput;
import io.tauspark.corpus.CorpusConfig;
import io.tauspark.corpus.RejectedRecord;
import io.tauspark.corpus.Utf8;
import io.tauspark.store.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** The form that a file without lines of JSON seems to have. A guess, which only a refusal tells. */
public enum Appearance {
    BINARY("binary data: leave it out of the input"),
    OTHER_ENCODING("text in another encoding than UTF-8: convert it, such as with iconv -f LATIN1 -t UTF-8"),
    JSON_ARRAY("one JSON array: write an object on every line, such as with jq -c '.[]'"),
    LONG_JSON("JSON over several lines: write an object on every line, such as with jq -c ."),
    MARKUP("XML or HTML: leave it out of the input, or write its texts as JSONL"),
    MARKDOWN("Markdown: leave it out of the input, such as with a glob that names the data alone"),
    TABLE("a table with separators (CSV): write it as JSONL or Parquet"),
    TEXT("plain text: set format=text, or leave it out of the input");

    private static final int HEAD = 1 << 12;
    private static final List<String> MARKDOWN_NAMES = List.of(".md", ".markdown", ".rst");
    private static final List<String> TABLE_NAMES = List.of(".csv", ".tsv", ".tab");

    private final String advice;

    Appearance(String advice) {
        this.advice = advice;
    }

    /** Says what it looks like, and what to do. */
    public String advice() {
        return advice;
    }

    /** A look at a file; nothing if it looks like lines of JSON, or cannot be looked at any more. */
    public static Optional<Appearance> ofFile(Path file, CorpusConfig config, Configuration hadoop) {
        try (InputStream raw = Storage.of(file, hadoop).open(file);
                InputStream in = Compression.of(file).decompressed(raw, config, hadoop)) {
            byte[] head = in.readNBytes(HEAD);
            return of(file.getName(), head, head.length == HEAD);
        } catch (IOException | InvalidInput unreadable) {
            return Optional.empty();
        }
    }

    /** @param cut whether the file is longer than its head */
    static Optional<Appearance> of(String name, byte[] head, boolean cut) {
        if (Signature.hasControls(head)) {
            return Optional.of(BINARY);
        }
        String text;
        try {
            text = Utf8.withoutMark(Utf8.decode(head, cut ? Utf8.whole(head, head.length - 1) : head.length));
        } catch (RejectedRecord other) {
            return Optional.of(OTHER_ENCODING);
        }
        return Optional.ofNullable(ofText(name.toLowerCase(Locale.ROOT), text.strip()));
    }

    private static @Nullable Appearance ofText(String name, String text) {
        List<String> lines =
                text.lines().filter(line -> !line.isBlank()).limit(2).toList();
        if (lines.isEmpty()) {
            return null;
        }
        String first = lines.get(0).strip();
        if (first.startsWith("[")) {
            return JSON_ARRAY;
        }
        if (first.startsWith("{")) {
            return first.endsWith("}") ? null : LONG_JSON;
        }
        if (first.startsWith("<")) {
            return MARKUP;
        }
        if (first.startsWith("#") || first.startsWith("---") || endsWith(name, MARKDOWN_NAMES)) {
            return MARKDOWN;
        }
        return endsWith(name, TABLE_NAMES) || isTable(lines) ? TABLE : TEXT;
    }

    private static boolean endsWith(String name, List<String> ends) {
        return ends.stream().anyMatch(end -> name.endsWith(end) || name.contains(end + "."));
    }

    /** Whether the first two lines have as many separators of one kind. */
    private static boolean isTable(List<String> lines) {
        return lines.size() == 2
                && "\t;,".chars().anyMatch(separator -> {
                    long columns =
                            lines.get(0).chars().filter(c -> c == separator).count();
                    return columns > 0
                            && columns
                                    == lines.get(1)
                                            .chars()
                                            .filter(c -> c == separator)
                                            .count();
                });
    }
}
