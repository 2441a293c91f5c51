package io.tauspark.quickstart;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes WordNet's glosses without doing anything with them: the corpus of a benchmark. */
@Command(
        name = "wordnet-corpus",
        mixinStandardHelpOptions = true,
        description = "Writes all glosses of WordNet 3.1 as JSONL.")
public final class WordNetCorpus implements Callable<Integer> {
    @Option(
            names = "--output",
            required = true,
            paramLabel = "FILE",
            description = "JSONL to write, or an earlier one to replace")
    private Path output = Path.of("");

    public static void main(String[] args) {
        System.exit(new CommandLine(new WordNetCorpus()).execute(args));
    }

    @Override
    public Integer call() throws IOException {
        org.apache.hadoop.fs.Path file = new org.apache.hadoop.fs.Path(output.toUri());
        long written = WordNetGlosses.write(WordNetGlosses.domains(), file, new Configuration());
        System.out.printf(Locale.ROOT, "%,6d glosses%n", written);
        return 0;
    }
}
