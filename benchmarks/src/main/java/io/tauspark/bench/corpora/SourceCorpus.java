package io.tauspark.bench.corpora;

import io.tauspark.bench.speed.BenchCommand;
import io.tauspark.config.InvalidInput;
import io.tauspark.shards.Document;
import io.tauspark.shards.Fingerprint;
import io.tauspark.store.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Source code as a corpus: the Java and Scala files of source archives, one document each, without the licence at their
 * head, which a model would learn by heart.
 *
 * <p>Of every archive as many files are taken as fit under a limit, in the order of the fingerprints of their names. The
 * choice depends on the archive alone, and no archive outweighs the others.
 */
@Command(
        name = "source-corpus",
        mixinStandardHelpOptions = true,
        description = "Writes the Java and Scala files of source archives as JSONL, one document per file.")
public final class SourceCorpus implements Callable<Integer> {
    /** Longer files are tables or generated code more often than not. */
    private static final int LONGEST_FILE = 1 << 16;

    private static final String COMMENT_START = "/*";
    private static final String COMMENT_END = "*/";

    @Option(names = "--output", required = true, paramLabel = "FILE", description = "JSONL to write")
    private Path output = Path.of("");

    @Option(
            names = "--limit",
            paramLabel = "BYTES",
            defaultValue = "1000000",
            description = "text taken from one archive at most (default: ${DEFAULT-VALUE})")
    private long limit;

    @Parameters(arity = "1..*", paramLabel = "ARCHIVE", description = "sources.jar files")
    private List<Path> archives = List.of();

    public static void main(String[] args) {
        System.exit(BenchCommand.execute(new SourceCorpus(), args));
    }

    @Override
    public Integer call() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Path archive : archives) {
            List<Document> documents = documents(archive, limit);
            documents.forEach(document -> lines.append(Json.line(document)).append('\n'));
            System.out.printf(Locale.ROOT, "%,6d files of %s%n", documents.size(), archive.getFileName());
        }
        byte[] content = lines.toString().getBytes(StandardCharsets.UTF_8);
        if (!Files.exists(output)) {
            Files.write(output, content, StandardOpenOption.CREATE_NEW);
        } else if (!Files.isRegularFile(output) || !Arrays.equals(Files.readAllBytes(output), content)) {
            throw new InvalidInput(
                    "output '%s' exists and holds something else; give another output, or remove it".formatted(output));
        }
        return 0;
    }

    /**
     * The documents that one archive gives.
     *
     * @param limit most UTF-8 bytes of all of them
     */
    static List<Document> documents(Path archive, long limit) throws IOException {
        String artefact = archive.getFileName().toString().replaceFirst("(-sources)?\\.jar$", "");
        List<Document> documents = new ArrayList<>();
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            List<? extends ZipEntry> files = zip.stream()
                    .filter(file -> file.getName().matches(".*\\.(java|scala)"))
                    .sorted(Comparator.comparingLong(file -> Fingerprint.of(file.getName())))
                    .toList();
            long left = limit;
            for (ZipEntry file : files) {
                if (file.getSize() <= LONGEST_FILE) {
                    byte[] content = zip.getInputStream(file).readAllBytes();
                    String text = withoutLicence(new String(content, StandardCharsets.UTF_8));
                    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
                    if (bytes <= left && !text.isBlank()) {
                        documents.add(new Document(artefact + "/" + file.getName(), text));
                        left -= bytes;
                    }
                }
            }
        }
        return documents;
    }

    /** The text after its first comment, if it begins with one that speaks of a licence or a copyright. */
    static String withoutLicence(String text) {
        String source = text.stripLeading();
        int end = source.indexOf(COMMENT_END);
        if (!source.startsWith(COMMENT_START) || end < 0) {
            return source;
        }
        String comment = source.substring(0, end).toLowerCase(Locale.ROOT);
        boolean legal = comment.contains("license") || comment.contains("copyright");
        return legal ? source.substring(end + COMMENT_END.length()).stripLeading() : source;
    }
}
