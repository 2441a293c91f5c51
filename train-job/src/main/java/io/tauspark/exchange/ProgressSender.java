package io.tauspark.exchange;

import io.netty.channel.Channel;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.network.client.TransportClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker's end of what it tells the driver while it trains. Telling is less important than training: a text that the
 * driver does not take in time is dropped, and counted. For one thread.
 */
public final class ProgressSender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProgressSender.class);
    private static final Duration CONNECT = Duration.ofSeconds(20);

    /** Longest that one text can hold up the training. */
    private static final Duration SEND = Duration.ofSeconds(1);

    private static final Duration FAREWELL = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(2);

    private final Endpoint endpoint;
    private final TransportClient client;
    private int dropped;

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

    /** Sends a text of one line, or drops it after a second if the driver takes nothing. */
    public void send(String text) {
        Channel channel = client.getChannel();
        long start = System.nanoTime();
        while (channel.isActive() && !channel.isWritable() && System.nanoTime() - start < SEND.toNanos()) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        if (channel.isActive() && channel.isWritable()) {
            client.send(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        } else {
            dropped++;
        }
    }

    /** How many texts were not sent. */
    public int dropped() {
        return dropped;
    }

    /** Waits, but not long, until the driver has everything that was sent. */
    @Override
    public void close() {
        try (endpoint) {
            ByteBuffer unused = client.sendRpcSync(ByteBuffer.allocate(0), FAREWELL.toMillis());
        } catch (RuntimeException lost) {
            LOG.warn("The driver may lack the last messages of this worker: {}", lost.getMessage());
        }
        if (dropped > 0) {
            LOG.warn("{} messages of this worker were dropped: the driver did not take them", dropped);
        }
    }
}
