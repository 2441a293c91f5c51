package io.tauspark.inference;

import io.tauspark.corpus.read.ReadSummary;
import java.util.Locale;
import java.util.Map;

/**
 * The result of a run of {@link CompleteJob}.
 *
 * @param output directory of the Parquet files
 * @param prompts that were continued
 * @param tokens that were drawn
 * @param rejected records that are no prompts, by reason
 */
public record CompleteReport(String output, long prompts, long tokens, Map<String, Long> rejected) {

    /** Plain lines for people, the last one ended. */
    public String summary() {
        return String.format(
                Locale.ROOT,
                "prompts     %,d continued, rejected: %s%ntokens      %,d drawn%noutput      %s%n",
                prompts,
                ReadSummary.counts(rejected),
                tokens,
                output);
    }
}
