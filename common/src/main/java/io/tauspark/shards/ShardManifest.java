package io.tauspark.shards;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tauspark.config.Excerpt;
import io.tauspark.config.InvalidInput;
import io.tauspark.store.Json;
import io.tauspark.store.Sha256;
import io.tauspark.store.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The content of a directory of shards, as {@code manifest.json} in it.
 *
 * <p>The parts are gzip JSONL, one {@link Document} per line. Records that are no document lie in {@code rejected/} as
 * {@code reason, file, line, record}, documents that resemble another in {@code near-duplicates/}. Every record that was
 * read is a document, a duplicate, a near duplicate or rejected.
 *
 * @param version of this format
 * @param documents per split
 * @param bytes of all parts together
 * @param parts in order, training first
 * @param rejected lines per reason, see {@code io.tauspark.corpus.Rejection}
 * @param duplicates documents left out because another has the same text
 * @param nearDuplicates documents left out because another has nearly the same text
 * @param records read from the source
 * @param seed of the order of the documents
 * @param source what was read
 * @param fields where the source keeps id and text
 */
public record ShardManifest(
        int version,
        Map<Split, Long> documents,
        long bytes,
        List<ShardPart> parts,
        Map<String, Long> rejected,
        long duplicates,
        long nearDuplicates,
        @JsonAlias("lines") long records,
        long seed,
        String source,
        CorpusFields fields) {
    public static final int VERSION = 1;

    /** Pattern of the path of a part: in a directory of its split. */
    private static final String PART = "[\\w-]+/[\\w-][\\w.-]*";

    /** Name of the file in the directory of the shards. */
    public static final String FILE = "manifest.json";

    public ShardManifest {
        documents = Collections.unmodifiableMap(new EnumMap<>(documents));
        parts = List.copyOf(parts);
        rejected = Collections.unmodifiableMap(new TreeMap<>(rejected));
    }

    /** The manifest of parts that have just been written. */
    public static ShardManifest of(
            List<ShardPart> parts,
            Map<String, Long> rejected,
            long duplicates,
            long nearDuplicates,
            long records,
            long seed,
            String source,
            CorpusFields fields) {
        Map<Split, Long> documents = new EnumMap<>(Split.class);
        long bytes = 0;
        for (ShardPart part : parts) {
            documents.merge(part.split(), part.documents(), Long::sum);
            bytes += part.bytes();
        }
        return new ShardManifest(
                VERSION, documents, bytes, parts, rejected, duplicates, nearDuplicates, records, seed, source, fields);
    }

    /**
     * Reads the manifest of a directory and checks that every part is there in full length; {@link #verify} checks
     * the content.
     *
     * @throws InvalidInput if there is no manifest, its version is unknown, or a part is missing or cut
     */
    public static ShardManifest read(Path shards, Configuration hadoop) throws IOException {
        Path file = new Path(shards, FILE);
        if (!Storage.of(file, hadoop).exists(file)) {
            throw new InvalidInput(
                    "'" + shards + "' holds no shards, " + FILE + " is not there; give the output of shard");
        }
        String text = Storage.readText(file, hadoop);
        JsonNode tree = Json.tree(text, "manifest '" + file + "'");
        JsonNode version = tree.path("version");
        if (!version.isInt() || version.intValue() != VERSION) {
            throw new InvalidInput("manifest '" + file + "' has format version " + Excerpt.line(version)
                    + ", but only version " + VERSION + " is known; run shard again or use the TauSpark that wrote it");
        }
        if (tree instanceof ObjectNode older && !older.has("nearDuplicates")) {
            // Written before they were looked for.
            older.put("nearDuplicates", 0);
        }
        ShardManifest manifest = Json.read(tree.toString(), ShardManifest.class, "manifest '" + file + "'");
        manifest.requireConsistent("manifest '" + file + "'");
        FileSystem files = Storage.of(shards, hadoop);
        for (ShardPart part : manifest.parts) {
            Path path = new Path(shards, part.path());
            if (!files.exists(path)) {
                throw new InvalidInput(
                        "part '" + path + "' does not exist, but " + FILE + " names it; run shard again");
            }
            long bytes = files.getFileStatus(path).getLen();
            if (bytes != part.bytes()) {
                throw new InvalidInput("part '" + path + "' has " + bytes + " bytes, but " + FILE + " says "
                        + part.bytes() + "; run shard again");
            }
        }
        return manifest;
    }

    /** Counts are not in a checksum, but they are there twice. */
    private void requireConsistent(String what) {
        boolean sound = duplicates >= 0
                && nearDuplicates >= 0
                && rejected.values().stream().allMatch(count -> count >= 0);
        for (ShardPart part : parts) {
            sound &= part.documents() >= 0 && part.bytes() >= 0 && part.path().matches(PART);
        }
        long all = 0;
        for (Split split : Split.values()) {
            long found = parts(split).stream().mapToLong(ShardPart::documents).sum();
            sound &= documents(split) == found;
            all += found;
        }
        sound &= bytes == parts.stream().mapToLong(ShardPart::bytes).sum();
        sound &= records
                == all
                        + duplicates
                        + nearDuplicates
                        + rejected.values().stream().mapToLong(count -> count).sum();
        if (!sound) {
            throw new InvalidInput(
                    what + " is damaged: what it counts does not add up, or a part lies elsewhere; run shard again");
        }
    }

    public void write(Path shards, Configuration hadoop) throws IOException {
        Storage.writeText(new Path(shards, FILE), Json.pretty(this), hadoop);
    }

    /**
     * Reads every part in full and compares its SHA-256 with the manifest's.
     *
     * @throws InvalidInput naming every damaged part
     */
    public void verify(Path shards, Configuration hadoop) throws IOException {
        List<String> damaged = new ArrayList<>();
        for (ShardPart part : parts) {
            if (!Sha256.of(new Path(shards, part.path()), hadoop).equals(part.sha256())) {
                damaged.add(part.path());
            }
        }
        if (!damaged.isEmpty()) {
            throw new InvalidInput("shards '" + shards + "' are damaged: SHA-256 differs from " + FILE + " for "
                    + String.join(", ", damaged) + "; run shard again");
        }
    }

    /** The parts of one side, in order. */
    public List<ShardPart> parts(Split split) {
        return parts.stream().filter(part -> part.split() == split).toList();
    }

    /** The number of documents on one side. */
    public long documents(Split split) {
        return documents.getOrDefault(split, 0L);
    }
}
