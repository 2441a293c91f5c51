package io.tauspark.train.driver;

import com.fasterxml.jackson.databind.JsonNode;
import io.tauspark.config.Excerpt;
import io.tauspark.store.Json;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A tracking server of MLflow, by the calls of its <a href="https://mlflow.org/docs/latest/rest-api.html">REST
 * interface</a> that a training needs. MLflow's own client for Java is of no use here: it sends artefacts by calling a
 * Python program, which a driver need not have. Every call throws an {@link IOException} that says which call it was and
 * what came of it.
 */
final class MlflowServer {
    private static final String CALLS = "/api/2.0/mlflow/";
    private static final String ARTEFACTS = "/api/2.0/mlflow-artifacts/artifacts";

    private static final int NOT_FOUND = 404;

    private final String uri;
    private final @Nullable String authorization;
    private final Duration answer;
    private final HttpClient client;

    /**
     * A tag, or a setting of a run.
     *
     * @param key its name
     */
    record Named(String key, String value) {}

    /**
     * A number at a moment of a run.
     *
     * @param key its name
     * @param timestamp in milliseconds
     */
    record Metric(String key, double value, long timestamp, long step) {}

    /**
     * @param environment names the user by the variables that MLflow's clients read
     * @param answer longest wait for one
     */
    MlflowServer(String uri, Map<String, String> environment, Duration answer) {
        this.uri = uri.replaceAll("/+$", "");
        this.authorization = authorization(environment);
        this.answer = answer;
        // The servers of MLflow speak no HTTP/2, and not all of them pass over the offer of it.
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(answer)
                .build();
    }

    /** A user with a password comes before a token, as in MLflow's clients. */
    private static @Nullable String authorization(Map<String, String> environment) {
        String user = environment.getOrDefault("MLFLOW_TRACKING_USERNAME", "");
        String password = environment.getOrDefault("MLFLOW_TRACKING_PASSWORD", "");
        String token = environment.getOrDefault("MLFLOW_TRACKING_TOKEN", "");
        if (!user.isEmpty() && !password.isEmpty()) {
            byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
            return "Basic " + Base64.getEncoder().encodeToString(both);
        }
        return token.isEmpty() ? null : "Bearer " + token;
    }

    /** The id of an experiment, which is made where there is none of the name. */
    String experiment(String name) throws IOException, InterruptedException {
        String found = knownExperiment(name);
        if (!found.isEmpty()) {
            return found;
        }
        try {
            return text(post("experiments/create", Map.of("name", name)), "/experiment_id");
        } catch (IOException refused) {
            // Another training may have made it meanwhile.
            String made = knownExperiment(name);
            if (made.isEmpty()) {
                throw refused;
            }
            return made;
        }
    }

    private String knownExperiment(String name) throws IOException, InterruptedException {
        String call = "experiments/get-by-name";
        HttpResponse<String> response = send(
                call,
                request(CALLS + call + "?experiment_name=" + encoded(name)).GET());
        return response.statusCode() == NOT_FOUND ? "" : text(read(call, response), "/experiment/experiment_id");
    }

    /** Makes a run, which begins now, and returns its id. */
    String createRun(String experiment, String name, List<Named> tags) throws IOException, InterruptedException {
        return text(
                post(
                        "runs/create",
                        Map.of(
                                "experiment_id", experiment,
                                "run_name", name,
                                "start_time", System.currentTimeMillis(),
                                "tags", tags)),
                "/run/info/run_id");
    }

    /** Adds settings to a run, at most 100 of them. */
    void params(String run, List<Named> params) throws IOException, InterruptedException {
        post("runs/log-batch", Map.of("run_id", run, "params", params));
    }

    /** Adds numbers to a run, at most 1,000 of them. */
    void metrics(String run, List<Metric> metrics) throws IOException, InterruptedException {
        post("runs/log-batch", Map.of("run_id", run, "metrics", metrics));
    }

    /** Sets the status of a run that was made before, and that it has ended now if it has. */
    void status(String run, String status, boolean ended) throws IOException, InterruptedException {
        Map<String, Object> content = new LinkedHashMap<>(Map.of("run_id", run, "status", status));
        if (ended) {
            content.put("end_time", System.currentTimeMillis());
        }
        post("runs/update", content);
    }

    /** Adds a file to a run, through the server. */
    void artefact(String run, String name, byte[] content) throws IOException, InterruptedException {
        String call = "runs/get";
        JsonNode found = read(
                call,
                send(call, request(CALLS + call + "?run_id=" + encoded(run)).GET()));
        String place = text(found, "/run/info/artifact_uri");
        URI root = URI.create(place);
        if (!"mlflow-artifacts".equals(root.getScheme())) {
            throw new IOException(
                    ("artefacts are kept at %s, past the server, and were not sent: they are in the directory"
                                    + " of the run; a server that is started with --serve-artifacts takes them")
                            .formatted(Excerpt.line(place)));
        }
        String put = "PUT of " + name;
        read(
                put,
                send(
                        put,
                        request(ARTEFACTS + root.getRawPath() + "/" + name).PUT(BodyPublishers.ofByteArray(content))));
    }

    private JsonNode post(String call, Map<String, ?> content) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(CALLS + call)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(Json.line(content)));
        return read(call, send(call, request));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(uri + path)).timeout(answer);
        return authorization == null ? request : request.header("Authorization", authorization);
    }

    private HttpResponse<String> send(String call, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (ConnectException closed) {
            // Java says nothing more of it.
            throw new IOException("it cannot be reached", closed);
        } catch (IOException failed) {
            throw new IOException(call + ": " + Excerpt.reason(failed), failed);
        }
    }

    private static JsonNode read(String call, HttpResponse<String> response) throws IOException {
        if (response.statusCode() / 100 != 2) {
            throw new IOException(String.format(
                    Locale.ROOT, "%s: status %d, %s", call, response.statusCode(), Excerpt.line(response.body())));
        }
        return Json.tree(response.body().isBlank() ? "{}" : response.body(), "the answer to " + call);
    }

    private static String text(JsonNode answer, String where) throws IOException {
        String found = answer.at(where).asText();
        if (found.isEmpty()) {
            throw new IOException("an answer has no %s: %s".formatted(where, Excerpt.line(answer)));
        }
        return found;
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
