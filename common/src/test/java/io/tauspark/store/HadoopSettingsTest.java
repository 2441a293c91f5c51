package io.tauspark.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HadoopSettingsTest {
    private static final String LINK = "spark.hadoop.fs.viewfs.mounttable.settings.link./stored";

    @AfterEach
    void forget() {
        System.clearProperty(LINK);
    }

    @Test
    void holdWhatSparkWasTold(@TempDir Path folder) throws IOException {
        System.setProperty(LINK, folder.toUri().toString());
        var stored = Storage.qualified("viewfs://settings/stored/note", HadoopSettings.current());
        Storage.writeText(stored, "kept", HadoopSettings.current());
        assertThat(folder.resolve("note")).hasContent("kept");
    }

    @Test
    void holdWhatHadoopKnowsByItself() {
        System.setProperty(LINK, "file:/nowhere");
        assertThat(HadoopSettings.current().get(FileSystem.FS_DEFAULT_NAME_KEY)).isEqualTo("file:///");
        assertThat(HadoopSettings.current().get(LINK.substring("spark.hadoop.".length())))
                .isEqualTo("file:/nowhere");
    }
}
