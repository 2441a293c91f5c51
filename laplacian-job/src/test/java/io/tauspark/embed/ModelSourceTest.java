package io.tauspark.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.tauspark.config.InvalidInput;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelSourceTest {
    private final Path directory;

    ModelSourceTest(@TempDir Path directory) {
        this.directory = TinyModels.torch(directory.resolve("tiny"), false);
    }

    @Test
    void usesAModelOnThisMachineWhereItIs() throws IOException {
        Configuration hadoop = new Configuration();
        assertThat(ModelSource.fetch(directory.toString(), hadoop)).isEqualTo(directory);
        assertThat(ModelSource.fetch("file:" + directory, hadoop)).isEqualTo(directory);
        assertThat(ModelSource.qualified(directory.toString(), hadoop)).isEqualTo("file:" + directory);
    }

    @Test
    void copiesAModelFromAnotherFileSystem() throws IOException {
        Path copy = ModelSource.fetch("far://" + directory, FarFileSystem.configuration());
        assertThat(copy).isNotEqualTo(directory);
        assertThat(FileChecksums.under(copy)).isEqualTo(FileChecksums.under(directory));
    }

    @Test
    void unpacksAnArchiveFromAWebServer() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            boolean known = exchange.getRequestURI().getPath().endsWith("/tiny.zip");
            boolean wanted = known && exchange.getRequestMethod().equals("GET");
            exchange.sendResponseHeaders(known ? 200 : 404, wanted ? 0 : -1);
            if (wanted) {
                try (ZipOutputStream zip = new ZipOutputStream(exchange.getResponseBody())) {
                    archive(zip);
                }
            }
            exchange.close();
        });
        server.start();
        // DJL keeps archives by their address.
        String host = String.format(
                Locale.ROOT, "http://127.0.0.1:%d/%s/", server.getAddress().getPort(), UUID.randomUUID());
        try {
            Path unpacked = ModelSource.fetch(host + "tiny.zip", new Configuration());
            assertThat(FileChecksums.under(unpacked)).isEqualTo(FileChecksums.under(directory));
            assertThatThrownBy(() -> ModelSource.fetch(host + "none.zip", new Configuration()))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining("none.zip' cannot be fetched");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void refusesWhatIsNoDirectory() {
        for (String model : List.of(directory + "/model.pt", directory + "/none")) {
            assertThatThrownBy(() -> ModelSource.fetch(model, new Configuration()))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining("model 'file:" + model + "' is no directory");
        }
    }

    private void archive(ZipOutputStream zip) throws IOException {
        for (String name : List.of("model.pt", "tokenizer.json")) {
            zip.putNextEntry(new ZipEntry(name));
            Files.copy(directory.resolve(name), zip);
        }
    }
}
