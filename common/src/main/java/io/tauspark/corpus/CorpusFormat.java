package io.tauspark.corpus;

/** How the files of a corpus are written. */
public enum CorpusFormat {
    /** One JSON object per line. */
    JSONL,
    PARQUET,
    /** Plain text, see {@link TextUnit}. */
    TEXT
}
