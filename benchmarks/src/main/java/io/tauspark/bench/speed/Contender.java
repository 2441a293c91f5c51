package io.tauspark.bench.speed;

import java.util.ArrayList;
import java.util.List;

/**
 * A program that trains one model and tells how long it took.
 *
 * @param name as tables show it
 * @param command how it starts, without the options of the {@link Load}
 */
public record Contender(String name, List<String> command) {

    List<String> command(Load load) {
        List<String> all = new ArrayList<>(command);
        all.addAll(load.options());
        return all;
    }
}
