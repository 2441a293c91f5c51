package io.tauspark.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidInput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifoldParquetTest {
    private static final String COLUMNS = "required binary name_id (STRING);"
            + "required int64 n_rows (INTEGER(64,false));" + "required int64 n_cols (INTEGER(64,false));"
            + "required int64 nnz (INTEGER(64,false));" + "required int64 row (INTEGER(64,false));"
            + "required int64 col (INTEGER(64,false));" + "required double value;";

    private final Configuration hadoop = new Configuration();

    @TempDir
    private Path directory = Path.of("");

    @Test
    void readsWhatItWroteBitByBitBeyondOneBatch() throws IOException {
        Laplacian graph = Graphs.random(700, 11);
        assertThat(graph.nonZeros()).isGreaterThan(2048);
        Manifold written = ManifoldParquet.write(file(), "birds", graph, hadoop);
        Manifold read = ManifoldParquet.read(file(), hadoop);
        assertThat(read.name()).isEqualTo("birds");
        assertThat(read.laplacian()).usingRecursiveComparison().isEqualTo(graph);
        assertThat(read.sha256()).isEqualTo(written.sha256()).matches("[0-9a-f]{64}");
        assertThat(read.bytes()).isEqualTo(Files.size(local()));
    }

    @Test
    void hasTheSchemaOfArrowspace() throws IOException {
        ManifoldParquet.write(file(), "birds", Graphs.path(5), hadoop);
        ParquetMetadata footer = footer(file());
        assertThat(footer.getFileMetaData().getSchema().getFields())
                .isEqualTo(MessageTypeParser.parseMessageType("message m {" + COLUMNS + "}")
                        .getFields());
        assertThat(footer.getBlocks()).hasSize(1);
        assertThat(footer.getBlocks().get(0).getColumns())
                .allMatch(column -> column.getCodec() == CompressionCodecName.SNAPPY);
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(local());
        }
    }

    @Test
    void hasTheSchemaOfTheForeignFile() throws IOException {
        ManifoldParquet.write(file(), "birds", Graphs.path(5), hadoop);
        org.apache.hadoop.fs.Path foreign =
                new org.apache.hadoop.fs.Path(ForeignMemory.directory(), "manifold.parquet");
        assertThat(footer(file()).getFileMetaData().getSchema().getFields())
                .isEqualTo(footer(foreign).getFileMetaData().getSchema().getFields());
    }

    @Test
    void givesTheSameBytesForTheSameGraph() throws IOException {
        String first = ManifoldParquet.write(file(), "birds", Graphs.random(50, 1), hadoop)
                .sha256();
        Files.delete(local());
        assertThat(ManifoldParquet.write(file(), "birds", Graphs.random(50, 1), hadoop)
                        .sha256())
                .isEqualTo(first);
    }

    @Test
    void listsTheEncodingsOfAColumnInTheirOrder() throws IOException {
        ManifoldParquet.write(file(), "birds", Graphs.random(700, 11), hadoop);
        byte[] content = Files.readAllBytes(local());
        int end = content.length - 8;
        int length = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).getInt(end);
        FileMetaData footer = Util.readFileMetaData(new ByteArrayInputStream(content, end - length, length));
        List<List<Encoding>> lists = footer.getRow_groups().stream()
                .flatMap(rowGroup -> rowGroup.getColumns().stream())
                .map(column -> column.getMeta_data().getEncodings())
                .toList();
        assertThat(lists)
                .hasSize(7)
                .allSatisfy(encodings -> assertThat(encodings).isSorted().doesNotHaveDuplicates());
        // There is something to sort.
        assertThat(lists).anyMatch(encodings -> encodings.size() > 1);
    }

    @Test
    void refusesDamagedFilesWithTheReason() throws IOException {
        ManifoldParquet.write(file(), "birds", Graphs.random(200, 2), hadoop);
        byte[] whole = Files.readAllBytes(local());
        Files.write(local(), Arrays.copyOf(whole, whole.length / 2));
        assertRefused("is damaged or no Parquet file");
        byte[] flipped = whole.clone();
        flipped[whole.length / 3] ^= 0x10;
        Files.write(local(), flipped);
        assertRefused("is damaged or no Parquet file");
        Files.write(local(), new byte[0]);
        assertRefused("is damaged or no Parquet file");
        Files.delete(local());
        assertRefused("does not exist");
    }

    @Test
    void refusesWhatIsNoSymmetricSquareMatrix() throws IOException {
        rows(COLUMNS, new Object[] {"m", 2L, 3L, 1L, 0L, 0L, 1.0});
        assertRefused("2 rows and 3 columns, must be square");
        rows(COLUMNS, new Object[] {"m", 2L, 2L, 1L, 0L, 1L, -1.0});
        assertRefused("not symmetric");
        rows(COLUMNS, new Object[] {"m", 2L, 2L, 1L, 0L, 0L, Double.POSITIVE_INFINITY});
        assertRefused("not a finite number");
        rows(COLUMNS, new Object[] {"m", 2L, 2L, 1L, 0L, 2L, 1.0});
        assertRefused("outside of 2 by 2");
        rows(COLUMNS, new Object[] {"m", 2L, 2L, 1L, 0L, -1L, 1.0});
        assertRefused("18446744073709551615");
        rows(COLUMNS, new Object[] {"m", 1L << 40, 1L << 40, 1L, 0L, 0L, 1.0});
        assertRefused("1099511627776");
    }

    @Test
    void refusesIncompleteFiles() throws IOException {
        rows(COLUMNS, new Object[] {"m", 2L, 2L, 4L, 0L, 0L, 1.0});
        assertRefused("1 triplets, but nnz says 4");
        rows(COLUMNS);
        assertRefused("0 triplets");
        rows(COLUMNS, new Object[] {"m", 2L, 2L, 2L, 0L, 0L, 1.0}, new Object[] {"m", 3L, 3L, 2L, 1L, 1L, 1.0});
        assertRefused("'n_rows' is 3 in triplet 1 and 2 in the first");
    }

    @Test
    void refusesAnotherSchema() throws IOException {
        rows(COLUMNS.replace("required double value", "required double weight"));
        assertRefused("column 'value' is missing");
        rows(COLUMNS.replace("required double value", "required float value"));
        assertRefused("column 'value' is 'required float value', must be 'required double value'");
    }

    @Test
    void sumsDuplicatesAsArrowspaceDoes() throws IOException {
        rows(COLUMNS, new Object[] {"m", 2L, 2L, 2L, 1L, 1L, 1.0}, new Object[] {"m", 2L, 2L, 2L, 1L, 1L, 0.5});
        assertThat(ManifoldParquet.read(file(), hadoop).laplacian().at(1, 1)).isEqualTo(1.5);
    }

    private void rows(String columns, Object[]... rows) throws IOException {
        Files.deleteIfExists(local());
        MessageType schema = MessageTypeParser.parseMessageType("message m {" + columns + "}");
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(HadoopOutputFile.fromPath(file(), hadoop))
                .withType(schema)
                .build()) {
            for (Object[] row : rows) {
                Group group = new SimpleGroupFactory(schema).newGroup().append("name_id", (String) row[0]);
                for (int column = 1; column < row.length - 1; column++) {
                    group.append(schema.getFieldName(column), (long) row[column]);
                }
                writer.write(group.append("value", (double) row[row.length - 1]));
            }
        }
    }

    private void assertRefused(String reason) {
        assertThatThrownBy(() -> ManifoldParquet.read(file(), hadoop))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("manifold.parquet")
                .hasMessageContaining(reason);
    }

    private ParquetMetadata footer(org.apache.hadoop.fs.Path path) throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromPath(path, hadoop))) {
            return reader.getFooter();
        }
    }

    private Path local() {
        return directory.resolve("manifold.parquet");
    }

    private org.apache.hadoop.fs.Path file() {
        return new org.apache.hadoop.fs.Path(local().toUri());
    }
}
