/** The job {@code tokenizer}: a byte-level BPE vocabulary is learnt from the training documents of shards. */
@NullMarked
package io.tauspark.tokenizer;

import org.jspecify.annotations.NullMarked;
