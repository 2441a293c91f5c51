package io.tauspark.inference;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tauspark.corpus.read.ReadSummary;
import java.util.Locale;
import java.util.Map;

/**
 * The result of a run of {@link PerplexityJob}.
 *
 * @param output directory of the Parquet files
 * @param documents that were scored
 * @param tokens of all of them
 * @param bytes of their texts in UTF-8
 * @param logProbability of all tokens, nats
 * @param rejected records that are no documents, by reason
 */
public record PerplexityReport(
        String output, long documents, long tokens, long bytes, double logProbability, Map<String, Long> rejected) {

    /** Bits that a byte of text costs, over all documents. */
    @JsonProperty
    public double bitsPerByte() {
        return -logProbability / Math.log(2) / bytes;
    }

    /** The perplexity of a token, e to its mean loss. */
    @JsonProperty
    public double perplexity() {
        return Math.exp(-logProbability / tokens);
    }

    /** Plain lines for people, the last one ended. */
    public String summary() {
        return String.format(
                Locale.ROOT,
                "documents   %,d scored, rejected: %s%ntokens      %,d of %,d bytes%nscore       %.4f bits per byte, perplexity %.3f of a token%noutput      %s%n",
                documents,
                ReadSummary.counts(rejected),
                tokens,
                bytes,
                bitsPerByte(),
                perplexity(),
                output);
    }
}
