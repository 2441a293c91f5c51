package io.tauspark.exchange;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.TaskKilledException;
import org.apache.spark.network.TransportContext;
import org.apache.spark.network.client.RpcResponseCallback;
import org.apache.spark.network.client.TransportClient;
import org.apache.spark.network.client.TransportClientBootstrap;
import org.apache.spark.network.client.TransportClientFactory;
import org.apache.spark.network.crypto.AuthClientBootstrap;
import org.apache.spark.network.crypto.AuthServerBootstrap;
import org.apache.spark.network.server.OneForOneStreamManager;
import org.apache.spark.network.server.RpcHandler;
import org.apache.spark.network.server.StreamManager;
import org.apache.spark.network.server.TransportServer;
import org.apache.spark.network.server.TransportServerBootstrap;
import org.apache.spark.network.util.TransportConf;
import org.jspecify.annotations.Nullable;

/** This JVM's end of connections over Spark's network library. Closing it frees the port, the connections, the threads. */
final class Endpoint implements AutoCloseable {
    private static final int ANY_PORT = 0;

    private final Transport transport;
    private final TransportConf settings;
    private final TransportContext context;
    private final TransportClientFactory clients;
    private @Nullable TransportServer server;

    /** Takes the messages that come in over one connection in the order in which they were sent. */
    abstract static class Mailbox extends RpcHandler {
        private final StreamManager streams = new OneForOneStreamManager();

        @Override
        public abstract void receive(TransportClient from, ByteBuffer message);

        /** Answers a request with nothing: the answer says that every message before it has been taken. */
        @Override
        public void receive(TransportClient from, ByteBuffer request, RpcResponseCallback answer) {
            answer.onSuccess(ByteBuffer.allocate(0));
        }

        @Override
        public final StreamManager getStreamManager() {
            return streams;
        }
    }

    Endpoint(Transport transport, RpcHandler mailbox) {
        this.transport = transport;
        this.settings = transport.settings();
        this.context = new TransportContext(settings, mailbox);
        List<TransportClientBootstrap> bootstraps = new ArrayList<>();
        if (transport.security().isAuthenticationEnabled()) {
            bootstraps.add(new AuthClientBootstrap(settings, transport.conf().getAppId(), transport.security()));
        }
        this.clients = context.createClientFactory(bootstraps);
    }

    /** Begins to accept connections; returns the port. */
    int listen() {
        List<TransportServerBootstrap> bootstraps = new ArrayList<>();
        if (transport.security().isAuthenticationEnabled()) {
            bootstraps.add(new AuthServerBootstrap(settings, transport.security()));
        }
        server = context.createServer(transport.bind(), ANY_PORT, bootstraps);
        return server.getPort();
    }

    /** @throws ExchangeFailed if nobody answers in time, or the other side refuses */
    TransportClient connect(String host, int port, String whom) {
        try {
            return clients.createClient(host, port);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new TaskKilledException("interrupted while connecting to " + whom);
        } catch (IOException | RuntimeException refused) {
            throw new ExchangeFailed(
                    String.format(
                            Locale.ROOT,
                            "%s at %s:%d cannot be reached within %d s: %s",
                            whom,
                            host,
                            port,
                            transport.connectSeconds(),
                            refused.getMessage()),
                    refused);
        }
    }

    @Override
    public void close() {
        clients.close();
        if (server != null) {
            server.close();
        }
        context.close();
    }
}
