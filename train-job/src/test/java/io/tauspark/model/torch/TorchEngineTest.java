package io.tauspark.model.torch;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import ai.djl.util.Utils;
import com.sun.jna.Library;
import com.sun.jna.NativeLibrary;
import io.tauspark.config.InvalidInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TorchEngineTest {
    /** RTLD_LAZY | RTLD_GLOBAL of Linux, as MLlib loads a BLAS. */
    private static final int FOR_ALL_TO_SEE = 0x101;

    /** What a process loads stays in it, so this needs one of its own. */
    @Test
    void aBlasThatWouldTakeThePlaceOfPyTorchsOwnIsRefused() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        TorchEngineTest.class.getName())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(printed).contains("opened", "refused: this JVM has loaded a BLAS", "nativeLib=none");
    }

    /** Opens PyTorch, lets all of the process see its own products, which are a BLAS like any other, and opens it again. */
    public static void main(String[] none) throws IOException {
        try (NDManager first = TorchEngine.open(1)) {
            System.out.println("opened on " + first.getDevice());
        }
        try (Stream<Path> files = Files.walk(Utils.getEngineCacheDir("pytorch"))) {
            Path library = files.filter(file -> file.endsWith("libtorch_cpu.so"))
                    .findFirst()
                    .orElseThrow();
            NativeLibrary.getInstance(library.toString(), Map.of(Library.OPTION_OPEN_FLAGS, FOR_ALL_TO_SEE));
        }
        try (NDManager second = TorchEngine.open(1)) {
            System.out.println("opened again on " + second.getDevice());
        } catch (InvalidInput refused) {
            System.out.println("refused: " + refused.getMessage());
        }
    }
}
