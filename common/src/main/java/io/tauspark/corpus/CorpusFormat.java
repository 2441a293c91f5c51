package io.tauspark.corpus;

/** The format of the files of a corpus. */
public enum CorpusFormat {
    /** One JSON object per line. */
    JSONL,
    PARQUET,
    /** Plain text, see {@link TextUnit}. */
    TEXT
}
