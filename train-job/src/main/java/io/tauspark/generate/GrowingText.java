package io.tauspark.generate;

import io.tauspark.decode.StateTensors;

/** A text that a model continues, of which what attention reads is kept. */
public interface GrowingText extends AutoCloseable {
    /**
     * Appends tokens.
     *
     * @return logits of the token after the last one, [vocabulary]
     */
    float[] append(int... ids);

    /** Tokens so far. */
    int length();

    /** Bytes of what is kept. */
    long bytes();

    /** The same text once more, which goes on by itself. */
    GrowingText copy();

    /**
     * What is kept, as tables.
     *
     * @throws UnsupportedOperationException where PyTorch keeps it
     */
    StateTensors saved();

    @Override
    void close();
}
