package io.tauspark.corpus.parquet;

import io.tauspark.corpus.SourceRecord;
import io.tauspark.corpus.Utf8;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A text as a row of Parquet has it.
 *
 * @param lines one where it is no list; of a list that is too long, the first ones
 * @param bytes of all lines
 * @param list whether it is a list of lines
 */
record StoredText(List<byte @Nullable []> lines, long bytes, boolean list) {
    /** The text as a value for JSON; its beginning if it is longer than a limit. */
    Object shown(long limit) {
        List<@Nullable String> shown = new ArrayList<>();
        for (byte[] line : lines) {
            shown.add(line == null ? null : Utf8.repaired(line, line.length));
        }
        if (bytes > limit) {
            String whole = shown.stream().map(String::valueOf).collect(Collectors.joining("\n"));
            return whole.substring(0, Math.min(whole.length(), SourceRecord.BEGINNING_BYTES));
        }
        return list ? shown : String.valueOf(shown.get(0));
    }
}
