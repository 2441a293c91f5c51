package io.tauspark.shard;

import io.tauspark.corpus.read.ReadSummary;
import io.tauspark.shards.ShardManifest;
import io.tauspark.shards.Split;
import java.util.Locale;

/**
 * The result of a run of {@link ShardJob}.
 *
 * @param output directory of the shards
 * @param manifest what it holds
 */
public record ShardReport(String output, ShardManifest manifest) {

    /** Plain lines for people, the last one ended. */
    public String summary() {
        return String.format(
                Locale.ROOT,
                """
                %,d records read: %,d duplicates, %,d near duplicates, rejected: %s
                training    %,d documents in %d parts
                validation  %,d documents in %d parts
                shards      %s
                """,
                manifest.records(),
                manifest.duplicates(),
                manifest.nearDuplicates(),
                ReadSummary.counts(manifest.rejected()),
                manifest.documents(Split.TRAIN),
                manifest.parts(Split.TRAIN).size(),
                manifest.documents(Split.VALIDATION),
                manifest.parts(Split.VALIDATION).size(),
                output);
    }
}
