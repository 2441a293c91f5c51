package io.tauspark.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.spark.network.client.TransportClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExchangeSecurityTest {
    @Test
    void strangersAreTurnedAway() throws Exception {
        LocalMembers group = new LocalMembers(2);
        List<float[]> sums = group.run(rank -> {
            float[] values = {1, 2, 3};
            try (GradientExchange exchange = group.join(rank);
                    Endpoint stranger = new Endpoint(LocalMembers.transport(), new Silent())) {
                String[] card = group.cards[0].split("\t", -1);
                TransportClient client = stranger.connect(card[1], Integer.parseInt(card[2]), "rank 0");
                client.send(Frame.Label.empty(Frame.Kind.HELLO, 7, 1 - rank).header());
                client.send(ByteBuffer.wrap("GET / HTTP/1.1".getBytes(UTF_8)));
                LocalMembers.sum(exchange, values);
            }
            return values;
        });

        assertThat(sums).allSatisfy(sum -> assertThat(sum).containsExactly(2, 4, 6));
    }

    private static final class Silent extends Endpoint.Mailbox {
        @Override
        public void receive(TransportClient from, ByteBuffer message) {}
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "true"})
    void membersAuthenticateWhenSparkDoes(String encrypted) throws Exception {
        LocalMembers group = new LocalMembers(2);
        List<float[]> sums = group.run(rank -> {
            float[] values = new float[600_000];
            values[599_999] = 21;
            try (GradientExchange exchange = GradientExchange.connect(
                    rank,
                    2,
                    card -> group.allGather(rank, card),
                    secured("secret", encrypted),
                    LocalMembers.LONG,
                    () -> false)) {
                LocalMembers.sum(exchange, values);
            }
            return values;
        });

        assertThat(sums).allSatisfy(sum -> assertThat(sum).endsWith(42f));
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "true"})
    void aMemberWithAnotherSecretIsRefused(String encrypted) throws Exception {
        Configurator.setLevel("org.apache.spark.network", Level.OFF); // It reports the refusals at length.
        LocalMembers group = new LocalMembers(2);
        List<Throwable> failures = group.run(rank -> catchThrowable(() -> GradientExchange.connect(
                rank,
                2,
                card -> group.allGather(rank, card),
                secured("secret of " + rank, encrypted),
                LocalMembers.LONG,
                () -> false)));

        assertThat(failures).allSatisfy(failure -> assertThat(failure)
                .isInstanceOf(ExchangeFailed.class)
                .hasMessageContaining("cannot be reached"));
    }

    @AfterEach
    void listenToSparkAgain() {
        Configurator.setLevel("org.apache.spark.network", Level.WARN);
    }

    private static Transport secured(String secret, String encrypted) {
        return LocalMembers.transport(
                "spark.authenticate", "true",
                "spark.authenticate.secret", secret,
                "spark.network.crypto.enabled", encrypted);
    }
}
