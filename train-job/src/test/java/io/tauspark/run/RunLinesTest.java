package io.tauspark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidInput;
import io.tauspark.observe.JsonLinesLog;
import io.tauspark.run.TrainingLine.Attention;
import io.tauspark.run.TrainingLine.Head;
import io.tauspark.run.TrainingLine.Layer;
import io.tauspark.run.TrainingLine.Quantiles;
import io.tauspark.run.WorkerState.Phase;
import io.tauspark.store.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunLinesTest {
    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void aLineOfTrainingSaysWhatItDoesNotKnowAndLeavesOutWhatAttentionDoesNotHave() {
        Quantiles some = new Quantiles(0.1, 0.5, 1e-5);
        Attention all = new Attention(some, some, some, some, some, 0.02, 12.5, 2.25, 0.25, 0.75);
        Attention few = new Attention(null, null, null, null, null, null, null, null, null, null);
        String written = Json.line(new TrainingLine(
                20,
                null,
                0.002,
                Double.NaN,
                2000L,
                50.0,
                0.01,
                0.0,
                33.5,
                List.of(Layer.of(
                        0,
                        all,
                        List.of(
                                Head.of("tau", all, 0.1, 1.5, 1.25, 1, 0.5, List.of(0.25, 0.75)),
                                Head.of("dot", few, 0.2, null, null, 0, null, null))))));
        String quantiles = "{\"p05\":0.1,\"p50\":0.5,\"p95\":1.0E-5}";
        String attention = "'lambda':Q,'lambda_q':Q,'lambda_k':Q,'energy_q':Q,'energy_k':Q,'saturated':0.02,"
                + "'effective_keys':12.5,'entropy':2.25,'grad_norm_q':0.25,'grad_norm_k':0.75,";
        attention = attention.replace('\'', '"').replace("Q", quantiles);
        assertThat(written)
                .isEqualTo("{\"step\":20,\"split\":\"train\",\"loss\":null,\"perplexity\":null,\"lr\":0.002,"
                        + "\"grad_norm\":null,\"tokens\":2000,\"tokens_per_second\":50.0,\"exchange_seconds\":0.01,"
                        + "\"wait_seconds\":0.0,\"visible_keys\":33.5,\"layers\":[{\"layer\":0," + attention
                        + "\"heads\":[{\"kind\":\"tau\"," + attention
                        + "\"temperature\":0.1,\"tau\":1.5,\"median_energy\":1.25,\"delay\":1,\"matched\":0.5,"
                        + "\"within\":[0.25,0.75]},"
                        + "{\"kind\":\"dot\",\"temperature\":0.2,\"delay\":0}]}]}");
        assertThat(Json.line(Json.read(written, MetricLine.class, "a line"))).isEqualTo(written);
    }

    @Test
    void halfOfTheAttentionLiesWithinADistanceBetweenTwoPowersOfTwo() {
        Attention unknown = new Attention(null, null, null, null, null, null, null, null, null, null);
        List<List<Double>> within = List.of(
                List.of(0.5, 0.75, 1.0),
                List.of(0.25, 0.75, 1.0),
                List.of(0.0, 0.0, 0.25, 0.75, 1.0),
                List.of(0.0, 0.0, 0.25));
        assertThat(within.stream().map(shares -> Head.of("tau", unknown, null, null, null, 0, null, shares)
                        .lookback()))
                .containsExactly(0.0, 1.5, 6.0, 4.0);
        assertThat(Head.of("tau", unknown, null, null, null, 0, null, null).lookback())
                .isNull();
    }

    @Test
    void aLineOfAScoringIsKnownByItsSplit() {
        ValidationLine line = ValidationLine.of(20, 2.0, 0.125, 100, 200);
        String written = "{\"step\":20,\"split\":\"validation\",\"loss\":2.0,\"perplexity\":" + Math.exp(2)
                + ",\"loss_error\":0.125,\"bits_per_byte\":" + 2 / Math.log(2) * 100 / 200 + ",\"tokens\":100}";
        assertThat(Json.line(line)).isEqualTo(written);
        assertThat(Json.read(written, MetricLine.class, "a line")).isEqualTo(line);
    }

    @Test
    void aMetricThatAnotherVersionLacksIsUnknownAndOneThatItAddsIsPassedOver() {
        MetricLine line =
                Json.read("{\"later\":[1],\"step\":3,\"layers\":[{\"layer\":1,\"new\":2}]}", MetricLine.class, "it");
        assertThat(line)
                .isEqualTo(new TrainingLine(
                        3, null, null, null, null, null, null, null, null, List.of(MadeUpRun.layer(1, null))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"split\":\"train\"}", "{\"step\":1.5}", "{\"step\":1,\"loss\":\"low\"}", "[1]"})
    void aMetricOfAWrongTypeIsDamage(String line) {
        assertThatThrownBy(() -> Json.read(line, MetricLine.class, "it"))
                .isInstanceOf(InvalidInput.class)
                .hasMessageStartingWith("it cannot be read: ");
    }

    @Test
    void everyEventOfEveryProcessStays(@TempDir Path directory) throws IOException {
        Path local = directory.resolve("run").resolve(RunFiles.EVENTS);
        org.apache.hadoop.fs.Path file = new org.apache.hadoop.fs.Path(local.toUri());
        try (JsonLinesLog log = new JsonLinesLog(file, new Configuration())) {
            log.write(EventLine.of(TIME, new RunEvent("start", Map.of(), "")));
            log.write(EventLine.of(TIME, new RunEvent("retry", Map.of("step", 3, "attempt", 2), "again")));
        }
        try (JsonLinesLog log = new JsonLinesLog(file, new Configuration())) {
            log.write(EventLine.of(TIME, new RunEvent("resume", Map.of("step", 500), "")));
        }
        assertThat(local).content().isEqualTo("""
                        {"time":"2026-01-01T00:00:00Z","event":"start"}
                        {"time":"2026-01-01T00:00:00Z","event":"retry","attempt":2,"step":3}
                        {"time":"2026-01-01T00:00:00Z","event":"resume","step":500}
                        """);
    }

    @Test
    void anEventIsReadAsFarAsItGoes() {
        EventLine event = Json.read(
                "{\"time\":\"2026-01-01T00:00:00Z\",\"event\":\"retry\",\"step\":3,\"cause\":\"it ended\","
                        + "\"tau\":[1,2.5]}",
                EventLine.class,
                "it");
        assertThat(event.time()).isEqualTo(TIME);
        assertThat(event.step()).isEqualTo(3);
        assertThat(event.integer("step")).isEqualTo(3);
        assertThat(event.text("cause")).isEqualTo("it ended");
        assertThat(event.others()).containsOnlyKeys("cause", "tau");
        EventLine damaged = Json.read("{\"time\":5,\"event\":null,\"step\":\"x\"}", EventLine.class, "it");
        assertThat(damaged.time()).isNull();
        assertThat(damaged.event()).isEqualTo("unnamed");
        assertThat(damaged.step()).isNaN();
    }

    @Test
    void aChangeOfAWorkerIsReadAsItIsWritten() {
        WorkerState state = new WorkerState(2, 1, "7", "here", "cpu()", Phase.TRAINING, 40, 1, 1, 2.5, 0.1, 9);
        String written =
                "{\"time\":\"2026-01-01T00:00:00Z\",\"attempt\":2,\"rank\":1,\"executor\":\"7\",\"host\":\"here\","
                        + "\"device\":\"cpu()\",\"phase\":\"TRAINING\",\"step\":40}";
        assertThat(Json.line(WorkerLine.of(TIME, state))).isEqualTo(written);
        assertThat(Json.read(written, WorkerLine.class, "it")).isEqualTo(WorkerLine.of(TIME, state));
        String older = "{\"time\":\"2026-01-01T00:00:00Z\",\"attempt\":2,\"rank\":1,\"phase\":\"LATER\",\"step\":40}";
        assertThat(Json.read(older, WorkerLine.class, "it").host()).isEmpty();
        assertThatThrownBy(() -> Json.read(written.replace("\"rank\":1", "\"rank\":-1"), WorkerLine.class, "it"))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("a worker has rank -1");
    }

    @Test
    void aSampleIsReadAsItIsWritten() {
        SampleLine sample = new SampleLine(40, "the <dog>", "größer");
        assertThat(Json.line(sample)).isEqualTo("{\"step\":40,\"prompt\":\"the <dog>\",\"text\":\"größer\"}");
        assertThat(Json.read(Json.line(sample), SampleLine.class, "it")).isEqualTo(sample);
        assertThat(Json.read("{\"step\":40}", SampleLine.class, "it")).isEqualTo(new SampleLine(40, "", ""));
    }
}
