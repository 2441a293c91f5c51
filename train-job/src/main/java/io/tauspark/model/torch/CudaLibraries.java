package io.tauspark.model.torch;

import ai.djl.Device;
import ai.djl.util.Utils;
import io.tauspark.config.InvalidInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What has to surround PyTorch for a GPU: its build for CUDA with NVIDIA's libraries in one directory, the variables that
 * name it, and a driver. Looked at here before they fail in words that name none of this.
 *
 * @param directory of PyTorch's libraries, DJL's {@code PYTORCH_LIBRARY_PATH}; empty for the ones that the jobs bring
 * @param flavor the build that DJL takes them for, {@code PYTORCH_FLAVOR}; empty if it is not set
 * @param searchPath {@code LD_LIBRARY_PATH}, on which DJL looks for the library that counts GPUs
 * @param driver file in which Linux tells the version of NVIDIA's driver
 */
record CudaLibraries(String directory, String flavor, String searchPath, Path driver) {
    private static final String HOW = "call bin/cuda and set what it prints, see docs/training.md";

    /** The oldest driver that runs programs built for any CUDA 12, by NVIDIA's notes on minor version compatibility. */
    private static final int OLDEST_DRIVER = 525;

    private static final Pattern DRIVER_VERSION = Pattern.compile("Kernel Module.*?\\s(\\d+)\\.\\d+");

    static CudaLibraries ofThisProcess() {
        return new CudaLibraries(
                Utils.getEnvOrSystemProperty("PYTORCH_LIBRARY_PATH", ""),
                Utils.getEnvOrSystemProperty("PYTORCH_FLAVOR", ""),
                Utils.getenv("LD_LIBRARY_PATH", ""),
                Path.of("/proc/driver/nvidia/version"));
    }

    /**
     * Makes sure that a directory of libraries, if one is named, is what the other variables take it for.
     *
     * @throws InvalidInput if it is not
     */
    void requireWhole() {
        if (directory.isEmpty()) {
            return;
        }
        List<String> names = names();
        boolean cuda = names.stream().anyMatch(name -> name.contains("torch_cuda."));
        boolean wanted = flavor.startsWith("cu");
        if (names.stream().noneMatch(name -> name.contains("torch_cpu."))) {
            throw new InvalidInput(("PYTORCH_LIBRARY_PATH is '%s', where there is no libtorch_cpu: unset it for the"
                            + " processor, or for a GPU %s")
                    .formatted(directory, HOW));
        }
        if (wanted && !cuda) {
            throw new InvalidInput(("PYTORCH_FLAVOR is '%s', but in PYTORCH_LIBRARY_PATH, '%s', there is no"
                            + " libtorch_cuda: it is a PyTorch for processors; %s")
                    .formatted(flavor, directory, HOW));
        }
        if (cuda && !wanted) {
            throw new InvalidInput(
                    ("PYTORCH_LIBRARY_PATH, '%s', has a PyTorch for CUDA, but PYTORCH_FLAVOR is '%s': set it"
                                    + " to cu128")
                            .formatted(directory, flavor));
        }
    }

    /**
     * Tells why a GPU cannot be used.
     *
     * @param device that is wanted
     * @param seen GPUs that PyTorch sees
     */
    InvalidInput missing(Device device, int seen) {
        return new InvalidInput(String.format(
                Locale.ROOT, "device %s is wanted, but PyTorch sees %d GPUs: %s", device, seen, reason(seen)));
    }

    private String reason(int seen) {
        if (seen > 0) {
            return "have Spark give each task a GPU of its own (spark.task.resource.gpu.amount=1), or lower workers";
        }
        if (directory.isEmpty()) {
            return "the PyTorch of the jobs is for processors; set device=cpu, or " + HOW;
        }
        String told = read();
        Matcher version = DRIVER_VERSION.matcher(told);
        if (told.isEmpty()) {
            return "this machine has no NVIDIA driver ('" + driver
                    + "' does not exist); set device=cpu, or install one";
        }
        if (version.find() && Integer.parseInt(version.group(1)) < OLDEST_DRIVER) {
            return "NVIDIA's driver is version " + version.group(1) + ", but CUDA 12 needs at least " + OLDEST_DRIVER
                    + "; update it";
        }
        return "libcudart.so, by which they are counted, must be on LD_LIBRARY_PATH, which is '" + searchPath + "'; "
                + HOW;
    }

    private String read() {
        try {
            return Files.readString(driver);
        } catch (IOException absent) {
            return "";
        }
    }

    private List<String> names() {
        try (Stream<Path> files = Files.list(Path.of(directory))) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException absent) {
            return List.of();
        }
    }
}
