package io.tauspark.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressChannelTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final List<String> received = Collections.synchronizedList(new ArrayList<>());

    private static void agree(String unusedQuestion) {}

    private static ProgressSender sender(ProgressReceiver receiver) {
        return new ProgressSender(receiver.address(), LocalMembers.transport());
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
                ProgressChannelTest::agree,
                LocalMembers.transport())) {
            new LocalMembers(workers).run(rank -> {
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
        Transport secured = LocalMembers.transport(
                "spark.authenticate", "true",
                "spark.authenticate.secret", "secret",
                "spark.network.crypto.enabled", encrypted);
        try (ProgressReceiver receiver = new ProgressReceiver(received::add, ProgressChannelTest::agree, secured)) {
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
                ProgressChannelTest::agree,
                LocalMembers.transport());
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
                    LocalMembers.await(sent);
                    received.add(text);
                },
                ProgressChannelTest::agree,
                LocalMembers.transport())) {
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
    void anAnswerSaysThatEveryTextBeforeTheQuestionWasTaken() {
        try (ProgressReceiver receiver = new ProgressReceiver(
                        text -> {
                            LocalMembers.pause(20);
                            received.add(text);
                        },
                        ProgressChannelTest::agree,
                        LocalMembers.transport());
                ProgressSender sender = sender(receiver)) {
            for (int i = 0; i < 5; i++) {
                assertThat(sender.send("line " + i)).isTrue();
            }
            sender.ask("all?", LONG, "record 5 lines");
            assertThat(received).hasSize(5);
        }
    }

    @Test
    void aQuestionIsRefusedWithTheDriversReason() {
        Consumer<String> refusing = question -> {
            throw new IllegalStateException("attempt " + question + " is over");
        };
        try (ProgressReceiver receiver = new ProgressReceiver(received::add, refusing, LocalMembers.transport());
                ProgressSender sender = sender(receiver)) {
            assertThatThrownBy(() -> sender.ask("1", LONG, "record 5 lines"))
                    .isInstanceOf(ExchangeFailed.class)
                    .hasMessageContaining("the driver did not record 5 lines")
                    .hasMessageContaining("attempt 1 is over");
        }
    }

    @Test
    void aQuestionAfterATextThatCouldNotBeTakenIsRefused() {
        ProgressReceiver receiver = new ProgressReceiver(
                text -> {
                    throw new IllegalArgumentException("disk full");
                },
                ProgressChannelTest::agree,
                LocalMembers.transport());
        try (ProgressSender sender = sender(receiver)) {
            sender.send("line");
            assertThatThrownBy(() -> sender.ask("all?", LONG, "record a line")).hasMessageContaining("disk full");
            assertThat(receiver.failure()).isPresent();
        }
        assertThatThrownBy(receiver::close).hasRootCauseMessage("disk full");
    }

    @Test
    void aQuestionIsNotWaitedForWithoutBound() {
        CountDownLatch end = new CountDownLatch(1);
        try (ProgressReceiver receiver = new ProgressReceiver(
                        text -> LocalMembers.await(end), ProgressChannelTest::agree, LocalMembers.transport());
                ProgressSender sender = sender(receiver)) {
            sender.send("line");
            assertThatThrownBy(() -> sender.ask("all?", Duration.ofSeconds(1), "record a line"))
                    .hasMessage("waited 1 s for the driver to record a line");
            assertThat(receiver.busy()).isPositive();
            end.countDown();
        }
    }

    @Test
    void textsToADriverThatIsGoneAreDroppedAndCounted() {
        ProgressReceiver receiver =
                new ProgressReceiver(received::add, ProgressChannelTest::agree, LocalMembers.transport());
        try (ProgressSender sender = sender(receiver)) {
            receiver.close();
            for (int i = 0; i < 100 && sender.dropped() == 0; i++) {
                sender.send("late");
                LocalMembers.pause(20);
            }
            assertThat(sender.dropped()).isPositive();
        }
    }

    @Test
    void aDriverThatCannotBeReachedIsNamed() {
        ProgressReceiver receiver =
                new ProgressReceiver(received::add, ProgressChannelTest::agree, LocalMembers.transport());
        receiver.close();

        assertThatThrownBy(() -> sender(receiver))
                .isInstanceOf(ExchangeFailed.class)
                .hasMessageStartingWith(
                        "the driver at 127.0.0.1:%d cannot be reached",
                        receiver.address().port());
    }
}
