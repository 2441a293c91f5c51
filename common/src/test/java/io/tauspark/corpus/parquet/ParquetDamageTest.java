package io.tauspark.corpus.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidInput;
import io.tauspark.corpus.Content;
import io.tauspark.corpus.CorpusConfig;
import io.tauspark.corpus.CorpusConfig.Format;
import io.tauspark.corpus.CorpusConfig.TextUnit;
import io.tauspark.corpus.files.FileSlice;
import io.tauspark.shards.CorpusFields;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParquetDamageTest {
    private static final int TAIL = 8;
    private static final int MUTANTS = 500;

    private final Configuration hadoop = new Configuration();

    private final Path directory;

    ParquetDamageTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void aFileThatIsNone() throws IOException {
        assertThat(refusal(new byte[0])).contains("it is empty; leave it out of the input");
        assertThat(refusal("# Title".getBytes(StandardCharsets.UTF_8))).contains("it is no Parquet file; leave it out");
        assertThat(refusal("# A title and some words about the data".getBytes(StandardCharsets.UTF_8)))
                .contains("it is no Parquet file");
    }

    @Test
    void aFileThatIsCutOff() throws IOException {
        byte[] sound = bytes("pyarrow-odd-columns");
        assertThat(refusal(Arrays.copyOf(sound, sound.length - 1))).contains("it is cut off");
        assertThat(refusal(Arrays.copyOf(sound, sound.length / 2))).contains("it is cut off");
    }

    @Test
    void aFooterThatIsEncrypted() throws IOException {
        byte[] encrypted = bytes("pyarrow-odd-columns");
        encrypted[encrypted.length - 1] = 'E';
        assertThat(refusal(encrypted)).contains("it is encrypted; give it decrypted");
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MAX_VALUE, -1, 0, 1 << 20, Integer.MIN_VALUE})
    void aFooterOfAnAbsurdLength(int length) throws IOException {
        byte[] absurd = bytes("pyarrow-odd-columns");
        ByteBuffer.wrap(absurd).order(ByteOrder.LITTLE_ENDIAN).putInt(absurd.length - TAIL, length);
        assertThat(refusal(absurd)).contains("it is damaged: its last bytes promise a footer of");
    }

    /** Lists of Thrift say how long they are before anything of them has been read. */
    @Test
    void aListOfAnAbsurdLength() throws IOException {
        byte[] footer = {0x15, 0x02, 0x19, (byte) 0xfc, -1, -1, -1, -1, 0x07, 0};
        ByteBuffer file = ByteBuffer.allocate(4 + footer.length + TAIL).order(ByteOrder.LITTLE_ENDIAN);
        file.put("PAR1".getBytes(StandardCharsets.UTF_8))
                .put(footer)
                .putInt(footer.length)
                .put("PAR1".getBytes(StandardCharsets.UTF_8));
        assertThat(refusal(file.array()))
                .contains("its footer is damaged")
                .contains("a list of 2147483647 does not fit");
    }

    @Test
    void aFooterThatNestsWithoutEnd() throws IOException {
        byte[] footer = new byte[1 << 16];
        // A struct in field 15, in which is a struct in field 15, and so on: no field that anybody knows.
        Arrays.fill(footer, (byte) 0xfc);
        ByteBuffer file = ByteBuffer.allocate(4 + footer.length + TAIL).order(ByteOrder.LITTLE_ENDIAN);
        file.put("PAR1".getBytes(StandardCharsets.UTF_8))
                .put(footer)
                .putInt(footer.length)
                .put("PAR1".getBytes(StandardCharsets.UTF_8));
        assertThat(refusal(file.array())).contains("its footer is damaged").contains("nests too deeply");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pyarrow-odd-columns", "polars", "duckdb", "fastparquet"})
    void aFileWithAnyDamageIsRefusedByNameOrHasAllItsRows(String name) throws IOException {
        byte[] file = bytes(name);
        Random random = new Random(name.hashCode());
        int refused = 0;
        for (int mutant = 0; mutant < MUTANTS; mutant++) {
            byte[] damaged = file.clone();
            // The footer is most of so small a file.
            for (int change = 0; change <= random.nextInt(3); change++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(1 << Byte.SIZE);
            }
            try {
                assertThat(rows(damaged)).hasSize(3);
            } catch (InvalidInput refusal) {
                refused++;
                assertThat(refusal.getMessage())
                        .contains("file '" + file() + "'")
                        .doesNotContain("null)");
            }
        }
        assertThat(refused).isBetween(MUTANTS / 4, MUTANTS - 1);
    }

    private String refusal(byte[] content) throws IOException {
        Files.write(directory.resolve("a b#c%20.parquet"), content);
        List<String> messages = new ArrayList<>();
        assertThatThrownBy(() -> rows(content))
                .isInstanceOfSatisfying(InvalidInput.class, refusal -> messages.add(refusal.getMessage()));
        assertThat(messages.get(0)).startsWith("file '" + file() + "' cannot be read as Parquet: ");
        return messages.get(0);
    }

    private List<String> rows(byte[] content) throws IOException {
        Path file = Files.write(directory.resolve("a b#c%20.parquet"), content);
        CorpusConfig config = new CorpusConfig(
                file.toString(),
                Format.PARQUET,
                TextUnit.LINE,
                new CorpusFields("text", "id"),
                "",
                1 << 20,
                1,
                1 << 27);
        FileSlice slice = new FileSlice(file(), 0, content.length, true);
        List<String> rows = new ArrayList<>();
        try (ParquetRows open = ParquetRows.open(slice, config, Content.TEXT, hadoop)) {
            open.forEachRemaining(record -> rows.add(record.isDocument() ? record.id() : record.shown()));
        }
        return rows;
    }

    private String file() {
        return "file:" + directory.resolve("a b#c%20.parquet");
    }

    private static byte[] bytes(String name) throws IOException {
        try (InputStream in = ParquetDamageTest.class.getResourceAsStream(name + ".parquet")) {
            return in.readAllBytes();
        }
    }
}
