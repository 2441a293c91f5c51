package io.tauspark.model.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.Utils;
import io.tauspark.config.InvalidInput;
import io.tauspark.config.SystemBlas;
import io.tauspark.store.LibraryCache;
import java.nio.file.Path;

/** The PyTorch engine as this project runs it: offline, with a fixed number of threads per operation. */
public final class TorchEngine {
    private TorchEngine() {}

    /**
     * Opens native memory of the processor for one worker. The caller closes it, and with it everything made in it.
     *
     * @param threads threads of one operation; the first call in a JVM decides for all
     */
    public static NDManager open(int threads) {
        return open(threads, Device.cpu());
    }

    /**
     * Opens native memory of a device for one worker.
     *
     * @throws InvalidInput if PyTorch cannot be loaded, would not multiply by itself, or sees no such device
     */
    public static synchronized NDManager open(int threads, Device device) {
        // Without this DJL asks the network for usage settings at its first start.
        setUnlessSet("ai.djl.offline", "true");
        setUnlessSet("ai.djl.pytorch.num_threads", Integer.toString(threads));
        setUnlessSet("ai.djl.pytorch.num_interop_threads", "1");
        SystemBlas.requireNone();
        Engine engine = loaded();
        if (device.isGpu() && device.getDeviceId() >= engine.getGpuCount()) {
            throw CudaLibraries.ofThisProcess().missing(device, engine.getGpuCount());
        }
        NDManager manager = engine.newBaseManager(device);
        prepareThread();
        return manager;
    }

    /**
     * Settles what PyTorch keeps per thread: no gradient recording unless a call asks for it, and no graph
     * optimiser, which would recompile the program for every new shape.
     */
    public static void prepareThread() {
        JniUtils.setGradMode(false);
        JniUtils.setGraphExecutorOptimize(false);
    }

    private static Engine loaded() {
        CudaLibraries.ofThisProcess().requireWhole();
        Path cache = Utils.getEngineCacheDir("pytorch");
        LibraryCache.require("PyTorch", cache, LibraryCache.DJL_REMEDY);
        try {
            return Engine.getEngine("PyTorch");
        } catch (EngineException failed) {
            Throwable cause = failed;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            throw new InvalidInput(
                    "PyTorch cannot be loaded, by way of '%s': %s; %s".formatted(cache, cause, LibraryCache.DJL_REMEDY),
                    failed);
        }
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
