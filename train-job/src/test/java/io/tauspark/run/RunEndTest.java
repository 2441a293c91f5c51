package io.tauspark.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tauspark.run.PublishedModel.Rule;
import io.tauspark.run.RunEnd.Reason;
import io.tauspark.store.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunEndTest {
    private static RunEnd end(PublishedModel published) {
        return new RunEnd(1000, Reason.STEPS, 1.5, published);
    }

    @Test
    void saysWhichModelWasPublished() {
        assertThat(end(PublishedModel.of(Rule.BEST, 800, 1.25)).model())
                .isEqualTo("that of step 800, which scored best; the last, of step 1,000, has 1.5000 nats per token");
        assertThat(end(PublishedModel.of(Rule.BEST, 1000, 1.5)).model())
                .isEqualTo("that of the last step, 1,000, which scored best");
        assertThat(end(PublishedModel.of(Rule.LAST, 1000, 1.5)).model()).isEqualTo("that of the last step, 1,000");
        assertThat(end(new PublishedModel(Rule.AVERAGE, 1000, 1.4, List.of(500, 1000)))
                        .model())
                .isEqualTo("the mean of those of steps 500, 1,000; the last alone has 1.5000 nats per token");
    }

    @Test
    void saysWhyItEnded() {
        PublishedModel last = PublishedModel.of(Rule.LAST, 1000, 1.5);
        assertThat(end(last).why()).isEqualTo("after all 1,000 steps");
        assertThat(new RunEnd(1000, Reason.PATIENCE, 1.5, last).why())
                .isEqualTo("after step 1,000, because the validation loss stood still (stop.patience)");
    }

    @Test
    void survivesItsFile() {
        RunEnd end = end(new PublishedModel(Rule.AVERAGE, 1000, 1.4, List.of(500, 1000)));
        assertThat(Json.read(Json.pretty(end), RunEnd.class, "test")).isEqualTo(end);
    }
}
