package io.tauspark.train.data;

import io.tauspark.shards.CorpusFields;
import io.tauspark.shards.Document;
import io.tauspark.shards.GzipLines;
import io.tauspark.shards.ShardManifest;
import io.tauspark.shards.ShardPart;
import io.tauspark.shards.Split;
import io.tauspark.store.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** Shards of given texts, which are their own ids. */
public final class MadeUpShards {
    private MadeUpShards() {}

    /** Writes one part for each list of training texts, one for validation, and the manifest. */
    public static ShardManifest write(Path folder, List<List<String>> training, List<String> validation)
            throws IOException {
        List<ShardPart> parts = new ArrayList<>();
        for (List<String> texts : training) {
            parts.add(part(folder, "train/part-" + parts.size(), Split.TRAIN, texts));
        }
        parts.add(part(folder, "validation/part-0", Split.VALIDATION, validation));
        long records = parts.stream().mapToLong(ShardPart::documents).sum();
        ShardManifest manifest =
                ShardManifest.of(parts, Map.of(), 0, 0, records, 1, "a test", new CorpusFields("text", "id"));
        manifest.write(new org.apache.hadoop.fs.Path(folder.toUri()), new Configuration());
        return manifest;
    }

    static ShardPart part(Path folder, String name, Split split, List<String> texts) throws IOException {
        var lines = texts.stream().map(text -> Json.line(new Document(text, text)));
        var file = new org.apache.hadoop.fs.Path(folder.toUri().toString(), name);
        var attempts = new org.apache.hadoop.fs.Path(folder.toUri().toString(), "attempts");
        GzipLines written = GzipLines.write(file, attempts, lines.iterator(), new Configuration());
        return new ShardPart(name, split, written.lines(), written.bytes(), written.sha256());
    }
}
