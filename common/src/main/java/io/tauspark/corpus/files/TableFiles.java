package io.tauspark.corpus.files;

import io.tauspark.config.Excerpt;
import io.tauspark.config.InvalidInput;
import io.tauspark.corpus.CorpusConfig;
import io.tauspark.corpus.CorpusConfig.Format;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** The files of an input that belong to a table, whose log alone knows which of their rows are left. */
public final class TableFiles {
    /** Ends of the names of files that tables keep their rows in. */
    private static final List<String> DATA = List.of(".parquet", ".orc", ".avro");

    private TableFiles() {}

    /**
     * Checks that no file of an input is a table's. An input may lie in a table, as a partition of it does, or hold tables
     * below.
     *
     * @throws InvalidInput if one is; says which table, and how to get its rows
     */
    public static void requireNone(InputFiles input, CorpusConfig config, Configuration hadoop) throws IOException {
        for (Path directory : input.candidates()) {
            Optional<FileStatus> file = input.files().stream()
                    .filter(each -> isBelow(directory, each.getPath()))
                    .filter(each -> config.format() == Format.PARQUET || isData(each.getPath()))
                    .findFirst();
            if (file.isPresent()) {
                Optional<TableFormat> table = TableFormat.of(directory, FileTree.of(directory, hadoop), hadoop);
                if (table.isPresent()) {
                    throw refusal(config.input(), directory, table.get());
                }
            }
        }
    }

    private static boolean isBelow(Path directory, Path file) {
        String above = directory.toString();
        return file.toString().startsWith(above.endsWith("/") ? above : above + "/");
    }

    private static boolean isData(Path file) {
        String name = file.getName().toLowerCase(Locale.ROOT);
        return DATA.stream().anyMatch(name::endsWith);
    }

    private static InvalidInput refusal(String input, Path table, TableFormat format) {
        return new InvalidInput(
                ("input '%s' holds files of '%s', a table of %s (it has %s): read as files, rows that were"
                                + " deleted or replaced would be there again; write the rows that it has now out with a Spark that"
                                + " knows %s, as %s.write.parquet(\"rows\"), and give those")
                        .formatted(
                                Excerpt.whole(input),
                                Excerpt.whole(table.toString()),
                                format.title(),
                                format.mark(),
                                format.title(),
                                format.reading(table)));
    }
}
