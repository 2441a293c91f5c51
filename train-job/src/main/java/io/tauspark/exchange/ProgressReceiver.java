package io.tauspark.exchange;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.spark.network.client.RpcResponseCallback;
import org.apache.spark.network.client.TransportClient;
import org.jspecify.annotations.Nullable;

/**
 * The driver's end of what workers tell while they train. Texts are handed on one at a time, on one thread, those of one
 * worker in the order in which it sent them. A worker can also ask a question, which is answered on the same thread,
 * so that the answer says that every text before it was dealt with.
 */
public final class ProgressReceiver implements AutoCloseable {
    /** Connections are only accepted here, never opened. */
    private static final Duration UNUSED = Duration.ofSeconds(1);

    /**
     * Longest wait for what is still to be handed on when the training is over, which takes milliseconds unless storage
     * hangs.
     */
    private static final long DRAIN_SECONDS = 30;

    private final Endpoint endpoint;
    private final ProgressAddress address;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread daemon = new Thread(task, "tauspark-progress");
        daemon.setDaemon(true);
        return daemon;
    });
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private final AtomicReference<@Nullable Long> busySince = new AtomicReference<>();

    /** Listens on the driver's host and agrees to every question. */
    public ProgressReceiver(Consumer<String> consumer) {
        this(consumer, question -> {});
    }

    /**
     * Listens on the driver's host; to be called in the driver, where a Spark session is open.
     *
     * @param consumer takes each text; what it throws is kept for {@link #failure}
     * @param answerer takes each question; what it throws is the answer, its return stands for "yes"
     */
    public ProgressReceiver(Consumer<String> consumer, Consumer<String> answerer) {
        this(consumer, answerer, Transport.ofThisJvm(UNUSED));
    }

    ProgressReceiver(Consumer<String> consumer, Consumer<String> answerer, Transport transport) {
        endpoint = new Endpoint(transport, new Endpoint.Mailbox() {
            @Override
            public void receive(TransportClient from, ByteBuffer message) {
                String text = text(message);
                handOn(() -> take(text, consumer));
            }

            @Override
            public void receive(TransportClient from, ByteBuffer request, RpcResponseCallback reply) {
                if (request.hasRemaining()) {
                    String question = text(request);
                    handOn(() -> answer(question, answerer, reply));
                } else {
                    super.receive(from, request, reply);
                }
            }
        });
        address = new ProgressAddress(transport.host(), endpoint.listen());
    }

    /** The address at which workers reach this receiver. */
    public ProgressAddress address() {
        return address;
    }

    /** The first exception of the consumer, if it ever failed. */
    public Optional<RuntimeException> failure() {
        return Optional.ofNullable(failure.get());
    }

    /** The time that the text or question being dealt with has taken so far; zero if nothing waits. */
    public Duration busy() {
        Long since = busySince.get();
        return since == null ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - since);
    }

    /**
     * Hands on what has arrived and frees the port. What a worker sent before it closed its sender has arrived.
     *
     * @throws IllegalStateException if the consumer failed, with its first failure as the cause, or does not finish
     */
    @Override
    public void close() {
        endpoint.close();
        thread.shutdown();
        try {
            if (!thread.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(String.format(
                        Locale.ROOT, "waited %d s for the last messages of the workers to be recorded", DRAIN_SECONDS));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        if (failure.get() != null) {
            throw new IllegalStateException("a message of a worker could not be recorded", failure.get());
        }
    }

    private void handOn(Runnable work) {
        try {
            thread.execute(() -> {
                busySince.set(System.nanoTime());
                try {
                    work.run();
                } finally {
                    busySince.set(null);
                }
            });
        } catch (RejectedExecutionException late) {
            // From a worker that goes on after the driver has given up.
        }
    }

    private void take(String text, Consumer<String> consumer) {
        try {
            consumer.accept(text);
        } catch (RuntimeException broken) {
            boolean unused = failure.compareAndSet(null, broken);
        }
    }

    private void answer(String question, Consumer<String> answerer, RpcResponseCallback reply) {
        try {
            RuntimeException broken = failure.get();
            if (broken != null) {
                throw broken;
            }
            answerer.accept(question);
            reply.onSuccess(ByteBuffer.allocate(0));
        } catch (RuntimeException refusal) {
            reply.onFailure(refusal);
        }
    }

    private static String text(ByteBuffer message) {
        return StandardCharsets.UTF_8.decode(message).toString();
    }
}
