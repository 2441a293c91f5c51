package io.tauspark.train;

import io.tauspark.exchange.ExchangeFailed;
import org.apache.spark.TaskKilledException;

/**
 * Why a worker says that it ended.
 *
 * @param text of its exception, its class first
 */
record WorkerFailure(int rank, String text) {
    /** Whether it may well have ended because another did. */
    boolean mayFollowFromAnother() {
        return text.startsWith(ExchangeFailed.class.getName()) || text.startsWith(TaskKilledException.class.getName());
    }

    /** The text without the class of the exception. */
    String reason() {
        return text.replaceFirst("^[\\w.$]+: ", "");
    }
}
