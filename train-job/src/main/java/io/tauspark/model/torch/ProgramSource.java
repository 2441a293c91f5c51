package io.tauspark.model.torch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The text of the TorchScript program. */
final class ProgramSource {
    private ProgramSource() {}

    static String text() {
        try (InputStream in = ProgramSource.class.getResourceAsStream("taugpt.torchscript")) {
            if (in == null) {
                throw new IllegalStateException("taugpt.torchscript is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
