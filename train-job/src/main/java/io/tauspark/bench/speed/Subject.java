package io.tauspark.bench.speed;

import ai.djl.ndarray.NDManager;
import io.tauspark.config.InvalidInput;
import io.tauspark.config.Settings;
import io.tauspark.memory.KronReduction;
import io.tauspark.model.ModelConfig;
import io.tauspark.model.TauGpt;
import io.tauspark.train.TrainJob;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Which TauGPT is timed.
 *
 * @param preset its size
 * @param attention kind of its attention
 * @param overrides settings of the train job as {@code key=value}, over preset and attention
 */
record Subject(String preset, String attention, List<String> overrides) {
    private static final long SEED = 42;

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
                "--attention=" + attention));
        overrides.forEach(override -> command.add("--set=" + override));
        return new Contender("TauSpark " + attention, command);
    }

    /** The model's shape at a length of window; settings that do not fit are refused. */
    ModelConfig model(int context) {
        if (!preset.equals("30m") || !attention.equals("tau")) {
            throw new InvalidInput("no " + preset + " " + attention);
        }
        List<String> settings = new ArrayList<>(
                List.of("model.layers=6", "model.heads=6", "model.width=384", "model.context=" + context));
        settings.addAll(overrides);
        return Settings.read(
                TrainJob.defaults(),
                null,
                settings,
                read -> read.section("model", section -> ModelConfig.from(section, 50_304)));
    }

    /** A model ready to train. */
    TauGpt open(ModelConfig model, NDManager manager) {
        TauGpt gpt = new TauGpt(
                model,
                KronReduction.headLaplacians(
                        RandomMemory.laplacian(model.width(), SEED), model.heads(), model.headWidth()),
                manager);
        gpt.initialise(SEED);
        return gpt;
    }
}
