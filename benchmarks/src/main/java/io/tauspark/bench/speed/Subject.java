package io.tauspark.bench.speed;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.tauspark.model.HeadLaplacians;
import io.tauspark.model.ModelConfig;
import io.tauspark.model.SpreadFactors;
import io.tauspark.model.torch.TauGpt;
import io.tauspark.train.TrainJob;
import io.tauspark.train.config.TrainConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The TauGPT that is timed.
 *
 * @param preset its size
 * @param kind of attention, as {@code attention} takes it; after a colon {@code plain}, for no near bias, or a key weight
 *     as {@code model.key-weight} takes it, {@code none} without a near bias too: {@code dot:none} is what others have
 * @param overrides settings of the train job as {@code key=value}, over those of preset and kind
 */
public record Subject(String preset, String kind, List<String> overrides) {
    private static final long SEED = 42;

    private static final String PLAIN = "plain";
    private static final String NONE = "none";

    /** Settings that the job needs and a benchmark does not touch. */
    private static final List<String> UNUSED = List.of("data=none", "output=none", "memory=none");

    /**
     * The program that times it, in a JVM like this one.
     *
     * @param heap most of Java's heap, as {@code -Xmx} takes it
     */
    Contender contender(String heap) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-cp",
                System.getProperty("java.class.path"),
                TimedTraining.class.getName(),
                "--preset=" + preset,
                "--kind=" + kind));
        overrides.forEach(override -> command.add("--set=" + override));
        return new Contender("TauSpark " + kind, command);
    }

    /**
     * The job's settings at a length of window.
     *
     * @throws io.tauspark.config.InvalidInput if they do not fit together
     */
    public TrainConfig config(int context) {
        int colon = kind.indexOf(':');
        List<String> settings = new ArrayList<>(UNUSED);
        settings.add("model.preset=" + preset);
        settings.add("attention=" + (colon < 0 ? kind : kind.substring(0, colon)));
        String variety = colon < 0 ? "" : kind.substring(colon + 1);
        if (variety.equals(PLAIN) || variety.equals(NONE)) {
            settings.add("model.past.near.tokens=0");
        }
        if (!variety.isEmpty() && !variety.equals(PLAIN)) {
            settings.add("model.key-weight=" + variety);
        }
        // What the models of PyTorch beside it are moved by.
        settings.add("optimizer.matrices=adamw");
        settings.addAll(overrides);
        settings.add("model.context=" + context);
        return TrainJob.configure(settings.toArray(String[]::new));
    }

    /**
     * A model with fresh parameters, on the Laplacian of a random graph with as many features as it is wide.
     *
     * @param manager of the device that the settings name
     */
    public static TauGpt open(TrainConfig config, NDManager manager) {
        ModelConfig model = config.model();
        HeadLaplacians laplacians = model.needsMemory()
                ? HeadLaplacians.of(RandomMemory.laplacian(model.width(), SEED), model)
                : HeadLaplacians.none();
        Device device = manager.getDevice();
        TauGpt gpt = new TauGpt(
                model,
                laplacians,
                SpreadFactors.NONE,
                manager,
                config.compute().precision(device),
                config.compute().kernel(device));
        gpt.initialise(SEED);
        return gpt;
    }
}
