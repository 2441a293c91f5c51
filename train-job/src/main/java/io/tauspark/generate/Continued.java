package io.tauspark.generate;

/**
 * One continuation of a prompt.
 *
 * @param text that follows the prompt
 * @param tokens that were drawn, a mark of the document's end among them
 * @param logProbability of all of them in the model's eyes, before sampling leaves any out, nats
 * @param end why it ended
 * @param seconds it took
 * @param stateBytes what is kept of prompt and continuation at its end
 */
public record Continued(String text, int tokens, double logProbability, End end, double seconds, long stateBytes) {

    /** Reasons for the end of a continuation. */
    public enum End {
        /** The model ended the document. */
        DOCUMENT,
        /** A stop text began. */
        STOP,
        /** There are as many tokens as were asked for. */
        TOKENS
    }
}
