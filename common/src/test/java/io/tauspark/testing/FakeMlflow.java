package io.tauspark.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tauspark.store.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The part of the REST interface of a tracking server that a training speaks to, with what arrived. */
public final class FakeMlflow implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Call> calls = new ArrayList<>();
    private final Map<String, String> artefacts = new LinkedHashMap<>();
    private Mood mood = Mood.SOUND;
    private int broken;
    private String artefactRoot = "mlflow-artifacts:/7/run-1/artifacts";
    private boolean experiment;
    private int runs;

    /** What the server makes of a call. */
    public enum Mood {
        SOUND,
        /** It answers with an error. */
        BROKEN,
        /** It does not answer. */
        SILENT
    }

    /**
     * A call that arrived, whatever was made of it.
     *
     * @param name as in {@code runs/create}
     * @param authorization empty where there was none
     */
    public record Call(String name, JsonNode content, String authorization) {}

    public FakeMlflow() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    public String uri() {
        return String.format(
                Locale.ROOT, "http://127.0.0.1:%d", server.getAddress().getPort());
    }

    public synchronized void mood(Mood next) {
        mood = next;
    }

    /** Answers the next calls with errors, and then as before. */
    public synchronized void breakFor(int calls) {
        broken = calls;
    }

    public synchronized void artefactRoot(String uri) {
        artefactRoot = uri;
    }

    public synchronized List<Call> calls(String name) {
        return calls.stream().filter(call -> call.name.equals(name)).toList();
    }

    /** All of one kind in the calls of runs/log-batch: {@code metrics} or {@code params}. */
    public synchronized List<JsonNode> logged(String kind) {
        List<JsonNode> found = new ArrayList<>();
        calls("runs/log-batch").forEach(call -> call.content.path(kind).forEach(found::add));
        return found;
    }

    /** The status of each runs/update, in order. */
    public synchronized List<String> statuses() {
        return calls("runs/update").stream()
                .map(call -> call.content.path("status").asText())
                .toList();
    }

    /** What was put, by path. */
    public synchronized Map<String, String> artefacts() {
        return Map.copyOf(artefacts);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String answer;
        int status = 200;
        synchronized (this) {
            String path = exchange.getRequestURI().getPath();
            if (mood == Mood.SILENT) {
                return;
            }
            if (path.startsWith("/api/2.0/mlflow-artifacts/artifacts/")) {
                artefacts.put(path.substring("/api/2.0/mlflow-artifacts/artifacts/".length()), body);
                answer = "{}";
            } else {
                Call call = new Call(
                        path.substring("/api/2.0/mlflow/".length()),
                        Json.tree(body.isEmpty() ? "{}" : body, "a call"),
                        exchange.getRequestHeaders()
                                .getOrDefault("Authorization", List.of(""))
                                .get(0));
                calls.add(call);
                answer = answer(call.name);
            }
            if (mood == Mood.BROKEN || broken-- > 0) {
                answer = "{\"error_code\": \"INTERNAL_ERROR\", \"message\": \"no disk\"}";
                status = 500;
            } else if (answer.isEmpty()) {
                answer = "{\"error_code\": \"RESOURCE_DOES_NOT_EXIST\"}";
                status = 404;
            }
        }
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private String answer(String call) {
        return switch (call) {
            case "experiments/get-by-name" -> experiment ? "{\"experiment\": {\"experiment_id\": \"7\"}}" : "";
            case "experiments/create" -> {
                experiment = true;
                yield "{\"experiment_id\": \"7\"}";
            }
            case "runs/create" -> {
                runs++;
                yield info("run-" + runs);
            }
            case "runs/get" -> info("run-" + runs);
            case "runs/log-batch", "runs/update" -> "{}";
            default -> "";
        };
    }

    private String info(String run) {
        return "{\"run\": {\"info\": {\"run_id\": \"%s\", \"artifact_uri\": \"%s\"}}}".formatted(run, artefactRoot);
    }
}
