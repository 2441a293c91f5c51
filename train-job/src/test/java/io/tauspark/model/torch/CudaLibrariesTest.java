package io.tauspark.model.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.tauspark.config.InvalidInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CudaLibrariesTest {
    private final Path folder;

    CudaLibrariesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private CudaLibraries libraries(String flavor, String... files) throws IOException {
        for (String file : files) {
            Files.createFile(folder.resolve(file));
        }
        return new CudaLibraries(folder.toString(), flavor, "/usr/lib", folder.resolve("driver"));
    }

    private CudaLibraries withDriver(String version) throws IOException {
        CudaLibraries whole = libraries("cu128", "libtorch_cpu.so", "libtorch_cuda.so");
        Files.writeString(
                whole.driver(), "NVRM version: NVIDIA UNIX x86_64 Kernel Module  " + version + "  Thu Feb 22 2024\n");
        return whole;
    }

    @Test
    void theOnesOfTheJobsAndWholeDirectoriesAreTaken() throws IOException {
        assertThatCode(new CudaLibraries("", "", "", folder)::requireWhole).doesNotThrowAnyException();
        CudaLibraries processor = libraries("", "libtorch_cpu.so", "libc10.so");
        assertThatCode(processor::requireWhole).doesNotThrowAnyException();
        CudaLibraries cuda = libraries("cu128", "libtorch_cuda.so");
        assertThatCode(cuda::requireWhole).doesNotThrowAnyException();
    }

    @Test
    void aDirectoryWithoutPyTorchIsRefused() throws IOException {
        assertThatThrownBy(libraries("cu128", "libc10.so")::requireWhole)
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("'" + folder + "', where there is no libtorch_cpu")
                .hasMessageContaining("bin/cuda");
        assertThatThrownBy(new CudaLibraries("/nowhere", "cu128", "", folder)::requireWhole)
                .hasMessageContaining("'/nowhere'");
    }

    @Test
    void aFlavorThatTheDirectoryIsNotOfIsRefused() throws IOException {
        assertThatThrownBy(libraries("cu128", "libtorch_cpu.so")::requireWhole)
                .hasMessageContaining("PYTORCH_FLAVOR is 'cu128'")
                .hasMessageContaining("no libtorch_cuda");
        assertThatThrownBy(libraries("", "libtorch_cuda.so")::requireWhole)
                .hasMessageContaining("PYTORCH_FLAVOR is ''")
                .hasMessageContaining("set it to cu128");
    }

    @Test
    void aMissingGpuIsToldWithItsReason() throws IOException {
        assertThat(new CudaLibraries("", "", "", folder).missing(Device.gpu(0), 0))
                .hasMessageContaining("device gpu(0) is wanted, but PyTorch sees 0 GPUs")
                .hasMessageContaining("is for processors; set device=cpu, or call bin/cuda");
        CudaLibraries whole = libraries("cu128", "libtorch_cpu.so", "libtorch_cuda.so");
        assertThat(whole.missing(Device.gpu(0), 0)).hasMessageContaining("has no NVIDIA driver");
        assertThat(whole.missing(Device.gpu(2), 2))
                .hasMessageContaining("device gpu(2) is wanted, but PyTorch sees 2 GPUs: have Spark give each task");
    }

    @Test
    void anOldDriverAndAMissingSearchPathAreToldApart() throws IOException {
        assertThat(withDriver("470.57.02").missing(Device.gpu(0), 0))
                .hasMessageContaining("driver is version 470, but CUDA 12 needs at least 525");
        Files.writeString(
                folder.resolve("driver"),
                "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  550.54.15  Release\n");
        assertThat(new CudaLibraries(folder.toString(), "cu128", "/usr/lib", folder.resolve("driver"))
                        .missing(Device.gpu(0), 0))
                .hasMessageContaining("must be on LD_LIBRARY_PATH, which is '/usr/lib'");
    }
}
