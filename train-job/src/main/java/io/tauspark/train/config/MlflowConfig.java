package io.tauspark.train.config;

import io.tauspark.config.Problems;
import java.io.Serializable;
import java.net.URI;

/**
 * The tracking server of MLflow that is told of a training.
 *
 * @param uri of the server; empty for none
 * @param experiment that the run belongs to; it is made where there is none
 */
public record MlflowConfig(String uri, String experiment) implements Serializable {
    public MlflowConfig {
        new Problems()
                .check(
                        uri.isEmpty() || isServer(uri),
                        "uri",
                        uri,
                        "must be like http://host:5000 or https://host/path, and without a user, which"
                                + " MLFLOW_TRACKING_USERNAME names; \"\" tells no server")
                .check(!experiment.isBlank(), "experiment", experiment, "is blank; name one, it is made if need be")
                .throwIfAny();
    }

    private static boolean isServer(String uri) {
        try {
            URI server = URI.create(uri);
            return ("http".equals(server.getScheme()) || "https".equals(server.getScheme()))
                    && server.getHost() != null
                    && server.getUserInfo() == null
                    && server.getQuery() == null
                    && server.getFragment() == null;
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }
}
