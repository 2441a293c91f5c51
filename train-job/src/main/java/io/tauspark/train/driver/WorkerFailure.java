package io.tauspark.train.driver;

import io.tauspark.exchange.ExchangeFailed;
import org.apache.spark.TaskKilledException;

/**
 * The reason that a worker gives for its end.
 *
 * @param text of its exception, its class first
 */
public record WorkerFailure(int rank, String text) {
    /** Whether it may well have ended because another did. */
    public boolean mayFollowFromAnother() {
        return text.startsWith(ExchangeFailed.class.getName()) || text.startsWith(TaskKilledException.class.getName());
    }

    /** The text without the class of the exception. */
    public String reason() {
        return text.replaceFirst("^[\\w.$]+: ", "");
    }
}
