package io.tauspark.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ForecastTest {
    private final AtomicLong nanos = new AtomicLong(7);

    @Test
    void theRestTakesAsLongPerTokenAsTheBeginning() {
        Forecast forecast = new Forecast(1000, nanos::get);
        assertThat(forecast.left()).isEqualTo("unknown");
        nanos.addAndGet(30_000_000_000L);
        forecast.done(100);
        forecast.done(100);
        assertThat(forecast.left()).isEqualTo("2 min 00 s");
        forecast.done(800);
        assertThat(forecast.left()).isEqualTo("0 s");
    }
}
