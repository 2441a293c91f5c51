package io.tauspark.exchange;

import io.netty.channel.Channel;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.network.client.TransportClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker's end of what it tells the driver while it trains. Telling is less important than training: a text that the
 * driver does not take in time is dropped, and counted. For any number of threads; texts of one arrive in its order.
 */
public final class ProgressSender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProgressSender.class);
    private static final Duration CONNECT = Duration.ofSeconds(20);

    /** Longest that one text can hold up the training. */
    private static final Duration SEND = Duration.ofSeconds(1);

    /** Longest wait for the driver to have everything that was sent. */
    private static final Duration LAST_ANSWER = Duration.ofSeconds(5);

    private static final Duration PAUSE = Duration.ofMillis(2);

    private final Endpoint endpoint;
    private final TransportClient client;
    private final AtomicInteger dropped = new AtomicInteger();

    /**
     * Connects to the driver; to be called in a task.
     *
     * @throws ExchangeFailed if the driver cannot be reached within twenty seconds
     */
    public ProgressSender(ProgressAddress driver) {
        this(driver, Transport.ofThisJvm(CONNECT));
    }

    ProgressSender(ProgressAddress driver, Transport transport) {
        endpoint = new Endpoint(transport, new Endpoint.Mailbox() {
            @Override
            public void receive(TransportClient from, ByteBuffer message) {
                // The driver only listens.
            }
        });
        try {
            client = endpoint.connect(driver.host(), driver.port(), "the driver");
        } catch (RuntimeException unreachable) {
            endpoint.close();
            throw unreachable;
        }
    }

    /**
     * Sends a text of one line, or drops it after a second if the driver takes nothing.
     *
     * @return whether it was sent
     */
    public boolean send(String text) {
        Channel channel = client.getChannel();
        long start = System.nanoTime();
        while (channel.isActive() && !channel.isWritable() && System.nanoTime() - start < SEND.toNanos()) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        boolean taken = channel.isActive() && channel.isWritable();
        if (taken) {
            client.send(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        } else {
            int unused = dropped.incrementAndGet();
        }
        return taken;
    }

    /**
     * Asks the driver, and returns when it has agreed: then it has dealt with every text that was sent before.
     *
     * @param question not empty
     * @param limit longest wait for the answer
     * @param what ends the sentence "waited 20 s for the driver to …"
     * @throws ExchangeFailed if the driver refuses, is gone, or does not answer in time
     */
    public void ask(String question, Duration limit, String what) {
        ByteBuffer request = ByteBuffer.wrap(question.getBytes(StandardCharsets.UTF_8));
        try {
            ByteBuffer unused = client.sendRpcSync(request, limit.toMillis());
        } catch (RuntimeException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            if (cause instanceof TimeoutException) {
                throw new ExchangeFailed(
                        String.format(Locale.ROOT, "waited %d s for the driver to %s", limit.toSeconds(), what),
                        failed);
            }
            // A refusal arrives as the driver's exception with its stack.
            String reason =
                    String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
            throw new ExchangeFailed("the driver did not %s: %s".formatted(what, reason), failed);
        }
    }

    /** The number of texts that were not sent. */
    public int dropped() {
        return dropped.get();
    }

    /** Waits, but not long, until the driver has everything that was sent. */
    @Override
    public void close() {
        try (endpoint) {
            ByteBuffer unused = client.sendRpcSync(ByteBuffer.allocate(0), LAST_ANSWER.toMillis());
        } catch (RuntimeException lost) {
            LOG.warn("The driver may lack the last messages of this worker: {}", lost.getMessage());
        }
        if (dropped() > 0) {
            LOG.warn("{} messages of this worker were dropped: the driver did not take them", dropped());
        }
    }
}
