package io.tauspark.bench.scale;

import io.tauspark.exchange.WireType;
import io.tauspark.train.config.ParallelConfig.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A way of training the same batches.
 *
 * @param mode when workers meet
 * @param workers how many
 * @param wire what their numbers travel as in {@code sync}; rounds know float32 alone
 */
record Setup(Mode mode, int workers, WireType wire) {

    /** The setups that are compared: a lone worker has nobody to meet, so it has one row, and it comes first. */
    static List<Setup> all(List<Integer> workers) {
        List<Setup> all = new ArrayList<>();
        all.add(new Setup(Mode.SYNC, 1, WireType.FLOAT32));
        workers.stream().distinct().sorted().filter(count -> count > 1).forEach(count -> {
            for (WireType wire : WireType.values()) {
                all.add(new Setup(Mode.SYNC, count, wire));
            }
            all.add(new Setup(Mode.ROUNDS, count, WireType.FLOAT32));
        });
        return all;
    }

    List<String> settings() {
        return List.of(
                "workers=" + workers,
                "parallel.mode=" + mode.name().toLowerCase(Locale.ROOT),
                "exchange.wire=" + wire.name().toLowerCase(Locale.ROOT));
    }

    String title() {
        return mode.name().toLowerCase(Locale.ROOT);
    }

    String wireName() {
        return wire.name().toLowerCase(Locale.ROOT);
    }
}
