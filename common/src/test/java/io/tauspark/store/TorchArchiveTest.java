package io.tauspark.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

class TorchArchiveTest {
    @Test
    void holdsTheSourceWhereTorchLooksForItAndNoTimeOfItsOwn() throws IOException {
        String source = "class Double(Module):\n  pass\n";
        List<String> names = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(TorchArchive.of("Double", source)))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                names.add(entry.getName());
                assertThat(entry.getTimeLocal()).isEqualTo(LocalDateTime.of(1980, 1, 1, 0, 0));
                if (entry.getName().endsWith("__torch__.py")) {
                    assertThat(new String(zip.readAllBytes(), StandardCharsets.UTF_8))
                            .isEqualTo(source);
                }
            }
        }
        assertThat(names).contains("module/code/__torch__.py", "module/data.pkl", "module/version");
        assertThat(TorchArchive.of("Double", source)).isEqualTo(TorchArchive.of("Double", source));
    }
}
