package io.tauspark.laplacian;

import io.tauspark.config.Problems;
import io.tauspark.config.RecordBinder.Key;

/**
 * The conditions under which a release is promoted. The limits on drift hold against the release that is current, and
 * the widest of each allows anything.
 *
 * @param components most connected components of the feature graph
 * @param hubShare largest share of the trace on the 5 % heaviest features, in (0, 1]
 * @param knownShare smallest share of documents whose vector is not zero, in [0, 1]
 * @param spectrumDistance largest distance of the spectra, in [0, 1]
 * @param edgeOverlap smallest share of edges in common, in [0, 1]
 * @param angle largest principal angle of the low spectrum in degrees, in [0, 90]
 * @param lambdaShift largest shift of any quantile of λ under the earlier τ, in [0, 1]
 */
public record GateConfig(
        int components,
        double hubShare,
        double knownShare,
        @Key("drift.spectrum-distance") double spectrumDistance,
        @Key("drift.edge-overlap") double edgeOverlap,
        @Key("drift.angle") double angle,
        @Key("drift.lambda-shift") double lambdaShift) {
    private static final double RIGHT_ANGLE = 90;

    public GateConfig {
        Problems problems = new Problems();
        problems.check(components >= 1, "components", components, "must be at least 1");
        problems.check(hubShare > 0 && hubShare <= 1, "hub-share", hubShare, "must lie in (0, 1]");
        share(problems, "known-share", knownShare);
        share(problems, "drift.spectrum-distance", spectrumDistance);
        share(problems, "drift.edge-overlap", edgeOverlap);
        problems.check(angle >= 0 && angle <= RIGHT_ANGLE, "drift.angle", angle, "must lie in [0, 90] degrees");
        share(problems, "drift.lambda-shift", lambdaShift);
        problems.throwIfAny();
    }

    private static void share(Problems problems, String key, double value) {
        problems.check(value >= 0 && value <= 1, key, value, "must lie in [0, 1]");
    }

    /** Whether some drift would not be allowed. */
    boolean limitsDrift() {
        return spectrumDistance < 1 || edgeOverlap > 0 || limitsAngle() || lambdaShift < 1;
    }

    boolean limitsAngle() {
        return angle < RIGHT_ANGLE;
    }
}
