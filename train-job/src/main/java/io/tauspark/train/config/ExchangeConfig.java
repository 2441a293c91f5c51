package io.tauspark.train.config;

import io.tauspark.config.Problems;
import io.tauspark.exchange.WireType;
import java.io.Serializable;
import java.time.Duration;

/**
 * The settings by which workers communicate with each other at every step.
 *
 * @param timeout longest wait for another worker
 * @param wire what gradients and updates travel as
 */
public record ExchangeConfig(Duration timeout, WireType wire) implements Serializable {

    public ExchangeConfig {
        new Problems()
                .check(timeout.compareTo(Duration.ofSeconds(1)) >= 0, "timeout", timeout, "must be at least one second")
                .throwIfAny();
    }
}
