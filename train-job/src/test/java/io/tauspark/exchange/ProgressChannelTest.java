package io.tauspark.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressChannelTest {
    private final List<String> received = Collections.synchronizedList(new ArrayList<>());

    private static ProgressSender sender(ProgressReceiver receiver) {
        return new ProgressSender(receiver.address(), LocalGang.transport());
    }

    @Test
    void everyWorkersTextsArriveInOrderOnOneThread() throws Exception {
        int workers = 3;
        int texts = 2000;
        Set<Thread> threads = Collections.synchronizedSet(new HashSet<>());
        try (ProgressReceiver receiver = new ProgressReceiver(
                text -> {
                    threads.add(Thread.currentThread());
                    received.add(text);
                },
                LocalGang.transport())) {
            new LocalGang(workers).run(rank -> {
                try (ProgressSender sender = sender(receiver)) {
                    for (int i = 0; i < texts; i++) {
                        sender.send(rank + " größer " + i);
                    }
                    return sender.dropped();
                }
            });
        }

        assertThat(threads).hasSize(1);
        assertThat(received).hasSize(workers * texts);
        for (int rank = 0; rank < workers; rank++) {
            String name = rank + " größer ";
            assertThat(received.stream().filter(text -> text.startsWith(name)))
                    .containsExactlyElementsOf(
                            IntStream.range(0, texts).mapToObj(i -> name + i).toList());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "true"})
    void senderAndReceiverAuthenticateWhenSparkDoes(String encrypted) {
        Transport secured = LocalGang.transport(
                "spark.authenticate", "true",
                "spark.authenticate.secret", "secret",
                "spark.network.crypto.enabled", encrypted);
        try (ProgressReceiver receiver = new ProgressReceiver(received::add, secured)) {
            try (ProgressSender sender = new ProgressSender(receiver.address(), secured)) {
                sender.send("{}");
            }
        }
        assertThat(received).containsExactly("{}");
    }

    @Test
    void aConsumerThatFailsIsReportedAtTheEndAndMissesNothing() {
        ProgressReceiver receiver = new ProgressReceiver(
                text -> {
                    received.add(text);
                    if (text.equals("bad")) {
                        throw new IllegalArgumentException("disk full");
                    }
                },
                LocalGang.transport());
        try (ProgressSender sender = sender(receiver)) {
            sender.send("bad");
            sender.send("good");
        }

        assertThatThrownBy(receiver::close)
                .hasMessage("a message of a worker could not be recorded")
                .hasRootCauseMessage("disk full");
        assertThat(received).containsExactly("bad", "good");
    }

    /** The consumer stands still; the workers do not. */
    @Test
    void aSlowConsumerDoesNotHoldUpTheWorkers() {
        CountDownLatch sent = new CountDownLatch(1);
        try (ProgressReceiver receiver = new ProgressReceiver(
                text -> {
                    LocalGang.await(sent);
                    received.add(text);
                },
                LocalGang.transport())) {
            try (ProgressSender sender = sender(receiver)) {
                for (int i = 0; i < 1000; i++) {
                    sender.send("x".repeat(1000));
                }
                assertThat(sender.dropped()).isZero();
            }
            sent.countDown();
        }
        assertThat(received).hasSize(1000);
    }

    @Test
    void textsToADriverThatIsGoneAreDroppedAndCounted() {
        ProgressReceiver receiver = new ProgressReceiver(received::add, LocalGang.transport());
        try (ProgressSender sender = sender(receiver)) {
            receiver.close();
            for (int i = 0; i < 100 && sender.dropped() == 0; i++) {
                sender.send("late");
                LocalGang.pause(20);
            }
            assertThat(sender.dropped()).isPositive();
        }
    }

    @Test
    void aDriverThatCannotBeReachedIsNamed() {
        ProgressReceiver receiver = new ProgressReceiver(received::add, LocalGang.transport());
        receiver.close();

        assertThatThrownBy(() -> sender(receiver))
                .isInstanceOf(ExchangeFailed.class)
                .hasMessageStartingWith(
                        "the driver at 127.0.0.1:%d cannot be reached",
                        receiver.address().port());
    }
}
