package io.tauspark.laplacian;

import io.tauspark.memory.Drift;
import io.tauspark.memory.GraphDrift;
import io.tauspark.memory.LambdaDrift;
import io.tauspark.memory.LaplacianHealth;
import io.tauspark.memory.SubspaceRotation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the limits that a release breaks, each with what was measured, the limit and its setting. */
final class Gate {
    private final GateConfig config;
    private final List<String> broken = new ArrayList<>();

    private Gate(GateConfig config) {
        this.config = config;
    }

    /**
     * Judges a release.
     *
     * @param knownShare share of documents whose vector is not zero
     * @param drift from the release that is current, if there is one
     * @return the limits that do not hold; the release may be promoted if there is none
     */
    static List<String> broken(GateConfig config, LaplacianHealth health, double knownShare, Optional<Drift> drift) {
        Gate gate = new Gate(config);
        gate.atMost("components of the feature graph", health.components(), config.components(), "components");
        gate.atMost("hub share", health.hubShare(), config.hubShare(), "hub-share");
        gate.atLeast("share of documents with a vector", knownShare, config.knownShare(), "known-share");
        drift.ifPresent(gate::judge);
        return gate.broken;
    }

    private void judge(Drift drift) {
        if (!drift.comparable()) {
            if (config.limitsDrift()) {
                broken.add("drift cannot be measured, and gate.drift sets limits: " + drift.obstacle());
            }
            return;
        }
        judge(drift.graph());
        judge(drift.lambda());
    }

    private void judge(@Nullable GraphDrift graph) {
        if (graph == null) {
            return;
        }
        atMost("spectrum distance", graph.spectrumDistance(), config.spectrumDistance(), "drift.spectrum-distance");
        atLeast("edge overlap", graph.edgeOverlap(), config.edgeOverlap(), "drift.edge-overlap");
        SubspaceRotation rotation = graph.rotation();
        if (rotation != null) {
            double largest = rotation.degrees().get(rotation.dimension() - 1);
            atMost("largest principal angle of the low spectrum", largest, config.angle(), "drift.angle");
        } else if (config.limitsAngle()) {
            broken.add("principal angles cannot be measured, since the low spectrum has no gap where it could be cut,"
                    + String.format(Locale.ROOT, " and gate.drift.angle sets a limit of %.4g degrees", config.angle()));
        }
    }

    private void judge(@Nullable LambdaDrift lambda) {
        if (lambda != null) {
            atMost("shift of lambda", lambda.largestShift(), config.lambdaShift(), "drift.lambda-shift");
        }
    }

    private void atMost(String what, double found, double limit, String key) {
        if (!(found <= limit)) {
            broken.add(String.format(Locale.ROOT, "%s is %.4g, gate.%s allows at most %.4g", what, found, key, limit));
        }
    }

    private void atLeast(String what, double found, double limit, String key) {
        if (!(found >= limit)) {
            broken.add(String.format(Locale.ROOT, "%s is %.4g, gate.%s wants at least %.4g", what, found, key, limit));
        }
    }
}
