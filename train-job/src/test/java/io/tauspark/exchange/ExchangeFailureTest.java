package io.tauspark.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.spark.TaskKilledException;
import org.apache.spark.network.client.TransportClient;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ExchangeFailureTest {
    private static final Duration SHORT = Duration.ofMillis(400);

    /** Enough for rank 1 to see that rank 0 is gone; if it were not, the test would only be less sharp. */
    private static final long NOTICED_MILLIS = 200;

    private static String complaint(ThrowingCallable call) {
        Throwable failure = catchThrowable(call);
        assertThat(failure).isInstanceOf(ExchangeFailed.class);
        return String.valueOf(failure.getMessage());
    }

    /** The long timeout of the group stands against its passing for another reason. */
    @Test
    void aMemberThatDiesIsNamedByTheOthersAtOnce() throws Exception {
        LocalMembers group = new LocalMembers(3);
        CountDownLatch summed = new CountDownLatch(2);
        List<String> messages = group.run(rank -> {
            Wire wire = new Wire(
                    rank,
                    3,
                    card -> group.allGather(rank, card),
                    LocalMembers.transport(),
                    LocalMembers.LONG,
                    () -> false);
            GradientExchange exchange = new GradientExchange(rank, 3, wire);
            LocalMembers.sum(exchange, new float[1000]);
            if (rank == 2) {
                LocalMembers.await(summed);
                wire.endpoint.close();
                return "dead";
            }
            summed.countDown();
            try (exchange) {
                return complaint(() -> LocalMembers.sum(exchange, new float[1000]));
            }
        });

        assertThat(messages.subList(0, 2))
                .allSatisfy(message -> assertThat(message).matches("rank 2 \\(127.0.0.1:\\d+\\) was lost: .*"));
    }

    @Test
    void aSilentMemberIsWaitedForWithinTheTimeout() throws Exception {
        LocalMembers group = new LocalMembers(2);
        CountDownLatch done = new CountDownLatch(1);
        List<String> messages = group.run(rank -> {
            try (GradientExchange exchange = group.join(rank, SHORT, () -> false)) {
                if (rank == 1) {
                    assertThat(done.await(1, TimeUnit.MINUTES)).isTrue();
                    return "silent";
                }
                String failure = complaint(() -> LocalMembers.sum(exchange, new float[1000]));
                assertThat(complaint(() -> exchange.gather(new byte[0]))).isEqualTo(failure);
                done.countDown();
                return failure;
            }
        });

        assertThat(messages.get(0))
                .matches("waited 0.4 s for rank 1 \\(127.0.0.1:\\d+\\) to send its terms of a sum "
                        + "\\(operation 0, 2000 bytes from 0 of 1000, 4 each\\); it is connected but silent");
    }

    @Test
    void aMemberThatNeverComesIsWaitedForWithinTheTimeout() throws Exception {
        try (ServerSocket nobody = new ServerSocket(0)) {
            String card = "1\t127.0.0.1\t" + nobody.getLocalPort() + "\t7";
            assertThatThrownBy(() -> GradientExchange.connect(
                            0, 2, mine -> new String[] {mine, card}, LocalMembers.transport(), SHORT, () -> false))
                    .isInstanceOf(ExchangeFailed.class)
                    .hasMessage("waited 0.4 s for rank 1 (127.0.0.1:%d) to connect", nobody.getLocalPort());
        }
    }

    @Test
    void aMemberThatCannotBeReachedIsNamed() throws Exception {
        int closed;
        try (ServerSocket port = new ServerSocket(0)) {
            closed = port.getLocalPort();
        }
        String card = "1\t127.0.0.1\t" + closed + "\t7";
        assertThatThrownBy(() -> GradientExchange.connect(
                        0, 2, mine -> new String[] {mine, card}, LocalMembers.transport(), SHORT, () -> false))
                .isInstanceOf(ExchangeFailed.class)
                .hasMessageStartingWith("rank 1 at 127.0.0.1:%d cannot be reached within 20 s", closed);
    }

    @Test
    void aMemberThatLeavesTooEarlyIsNamed() throws Exception {
        LocalMembers group = new LocalMembers(2);
        List<String> messages = group.run(rank -> {
            try (GradientExchange exchange = group.join(rank)) {
                return rank == 1 ? "left" : complaint(() -> LocalMembers.sum(exchange, new float[2]));
            }
        });

        assertThat(messages.get(0))
                .startsWith("rank 1 (127.0.0.1:")
                .contains(" left before it sent its terms of a sum");
    }

    /** Spark is given five seconds to tell why it left; here the timeout is over before. */
    @Test
    void aMemberThatHasLeftIsNotCalledSilent() throws Exception {
        LocalMembers group = new LocalMembers(2);
        List<String> messages = group.run(rank -> {
            try (GradientExchange exchange = group.join(rank, SHORT, () -> false)) {
                return rank == 1 ? "left" : complaint(() -> LocalMembers.sum(exchange, new float[2]));
            }
        });

        assertThat(messages.get(0)).startsWith("waited 0.4 s for rank 1 (").endsWith("; it has left");
    }

    /** Rank 2 stands still between its message to rank 0 and that to rank 1 until rank 0 is gone. */
    @Test
    void aMemberThatClosesAfterTheLastOperationIsNoLoss() throws Exception {
        LocalMembers group = new LocalMembers(3);
        CountDownLatch closed = new CountDownLatch(1);
        Pauses pauses = new Pauses(2, () -> {
            LocalMembers.await(closed);
            LocalMembers.pause(NOTICED_MILLIS);
        });
        List<byte[][]> all = group.run(rank -> {
            byte[][] payloads;
            try (GradientExchange exchange = group.join(rank, LocalMembers.LONG, rank == 2 ? pauses : () -> false)) {
                if (rank == 2) {
                    pauses.arm();
                }
                payloads = exchange.gather(new byte[] {(byte) rank});
            }
            if (rank == 0) {
                closed.countDown();
            }
            return payloads;
        });

        assertThat(closed.getCount()).isZero();
        assertThat(all).allSatisfy(payloads -> assertThat(payloads).isDeepEqualTo(new byte[][] {{0}, {1}, {2}}));
    }

    @Test
    void membersAtDifferentOperationsAreTold() throws Exception {
        LocalMembers group = new LocalMembers(2);
        List<String> messages = group.run(rank -> {
            try (GradientExchange exchange = group.join(rank)) {
                return complaint(() -> LocalMembers.sum(exchange, new float[10 + rank]));
            }
        });

        assertThat(messages).anySatisfy(message -> assertThat(message)
                .contains(" sent its terms of a sum (operation 0, ")
                .endsWith("members must run the same operations in the same order"));
    }

    @Test
    void membersWithOtherBoundsOrAnotherTypeAreTold() throws Exception {
        for (boolean otherType : new boolean[] {false, true}) {
            LocalMembers group = new LocalMembers(2);
            List<String> messages = group.run(rank -> {
                int[] bounds = {0, rank == 0 || otherType ? 4 : 6, 10};
                WireType type = rank == 0 || !otherType ? WireType.FLOAT32 : WireType.BFLOAT16;
                try (GradientExchange exchange = group.join(rank)) {
                    return complaint(() -> exchange.reduceScatter(new float[10], bounds, type));
                }
            });

            assertThat(messages).anySatisfy(message -> assertThat(message)
                    .contains(" sent its terms of a sum (operation 0, ")
                    .endsWith("members must run the same operations in the same order"));
        }
    }

    /** Somebody knows the ticket and speaks for rank 1, but not the language. */
    @Test
    void aMemberThatSendsNonsenseIsNamed() throws Exception {
        Configurator.setLevel("org.apache.spark.network", Level.OFF); // It reports the refusal at length.
        LocalMembers group = new LocalMembers(2);
        CountDownLatch told = new CountDownLatch(1);
        List<String> messages = group.run(rank -> {
            try (GradientExchange exchange = group.join(rank)) {
                if (rank == 0) {
                    String complaint = complaint(() -> exchange.gather(new byte[1]));
                    told.countDown();
                    return complaint;
                }
                try (Endpoint garbled = new Endpoint(LocalMembers.transport(), new Deaf())) {
                    String[] card = group.cards[0].split("\t", -1);
                    TransportClient client = garbled.connect(card[1], Integer.parseInt(card[2]), "rank 0");
                    client.send(Frame.Label.empty(Frame.Kind.HELLO, Long.parseLong(card[3]), 1)
                            .header());
                    client.send(Frame.Label.empty(Frame.Kind.TERM, 0, 0).header());
                    LocalMembers.await(told);
                }
                return "garbled";
            }
        });
        Configurator.setLevel("org.apache.spark.network", Level.WARN);

        assertThat(messages.get(0))
                .matches("rank 1 \\(127.0.0.1:\\d+\\) was lost: it sent what cannot be read: "
                        + "its terms of a sum \\(operation 0, 0 bytes from 0 of 0, 1 each\\) is not expected");
    }

    private static final class Deaf extends Endpoint.Mailbox {
        @Override
        public void receive(TransportClient from, ByteBuffer message) {}
    }

    @Test
    void aCancelledTaskStopsWaiting() throws Exception {
        LocalMembers group = new LocalMembers(2);
        CountDownLatch done = new CountDownLatch(1);
        group.run(rank -> {
            AtomicInteger polls = new AtomicInteger();
            try (GradientExchange exchange =
                    group.join(rank, LocalMembers.LONG, () -> rank == 0 && polls.incrementAndGet() > 10)) {
                if (rank == 0) {
                    assertThatThrownBy(() -> LocalMembers.sum(exchange, new float[2]))
                            .isInstanceOfSatisfying(TaskKilledException.class, killed -> assertThat(killed.reason())
                                    .startsWith("cancelled while waiting for rank 1 (127.0.0.1:"));
                    done.countDown();
                }
                return done.await(1, TimeUnit.MINUTES);
            }
        });
    }

    @Test
    void anInterruptedTaskStopsWaiting() throws Exception {
        LocalMembers group = new LocalMembers(2);
        CountDownLatch done = new CountDownLatch(1);
        group.run(rank -> {
            try (GradientExchange exchange = group.join(rank)) {
                if (rank == 0) {
                    Thread.currentThread().interrupt();
                    assertThatThrownBy(() -> LocalMembers.sum(exchange, new float[2]))
                            .isInstanceOf(TaskKilledException.class);
                    assertThat(Thread.interrupted()).isTrue();
                    done.countDown();
                }
                return done.await(1, TimeUnit.MINUTES);
            }
        });
    }

    @Test
    void closingFreesThePort() throws Exception {
        LocalMembers group = new LocalMembers(2);
        group.run(rank -> {
            GradientExchange exchange = group.join(rank);
            exchange.close();
            exchange.close();
            return rank;
        });

        for (String card : group.cards) {
            int port = Integer.parseInt(card.split("\t", -1)[2]);
            try (ServerSocket again = new ServerSocket()) {
                again.setReuseAddress(true);
                again.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                assertThat(again.isBound()).isTrue();
            }
        }
    }
}
