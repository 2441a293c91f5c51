package io.tauspark.embed;

import ai.djl.util.Utils;
import io.tauspark.config.InvalidInput;
import io.tauspark.store.LibraryCache;
import java.util.Arrays;
import java.util.Optional;

/** The engines of DJL that run sentence transformers here, under DJL's own names. */
enum ModelEngine {
    PYTORCH("PyTorch", ".pt"),
    ONNX_RUNTIME("OnnxRuntime", ".onnx");

    /** Stands for the engine that the model's file calls for. */
    static final String AUTO = "auto";

    /** The choices that a message offers. */
    static final String CHOICES = "auto, PyTorch, OnnxRuntime";

    final String djlName;
    final String extension;

    ModelEngine(String djlName, String extension) {
        this.djlName = djlName;
        this.extension = extension;
    }

    static boolean isKnown(String name) {
        return name.equals(AUTO) || Arrays.stream(values()).anyMatch(engine -> engine.djlName.equals(name));
    }

    /**
     * The engine of that name; empty for {@value #AUTO}.
     *
     * @throws InvalidInput if there is none
     */
    static Optional<ModelEngine> named(String name) {
        if (!isKnown(name)) {
            throw new InvalidInput("engine '%s' is none of %s".formatted(name, CHOICES));
        }
        return Arrays.stream(values())
                .filter(engine -> engine.djlName.equals(name))
                .findFirst();
    }

    /**
     * Settles what DJL reads once per JVM; what a user has set stays.
     *
     * @param threads of one PyTorch operation; the first call in a JVM decides
     * @throws InvalidInput if native code cannot be loaded from DJL's cache
     */
    static synchronized void prepare(int threads) {
        // Otherwise DJL reports its use to a server and looks for native libraries on another.
        setUnlessSet("ai.djl.offline", "true");
        setUnlessSet("ai.djl.pytorch.num_threads", Integer.toString(threads));
        setUnlessSet("ai.djl.pytorch.num_interop_threads", "1");
        // The optimiser would compile the model again for new lengths of text, and change bits from call to call.
        setUnlessSet("ai.djl.pytorch.graph_optimizer", "false");
        // Its tensors are only filled and read here, which does not take PyTorch beside it.
        setUnlessSet("ai.djl.onnx.disable_alternative", "true");
        LibraryCache.require("DJL", Utils.getEngineCacheDir(), LibraryCache.DJL_REMEDY);
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
