package io.tauspark.memory;

import static org.apache.parquet.schema.LogicalTypeAnnotation.intType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import io.tauspark.config.Excerpt;
import io.tauspark.config.InvalidInput;
import io.tauspark.store.Sha256;
import io.tauspark.store.Storage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * A Laplacian as arrowspace keeps it: one Parquet file of triplets (row, col, value) by row, then column, each with
 * the name, the dimensions and the number of triplets.
 *
 * <p>Indices and counts are unsigned 64-bit integers, which the Rust readers insist on and Spark cannot write, so the
 * file is written with Parquet's own library. Columns: {@code name_id} UTF8; {@code n_rows, n_cols, nnz, row, col}
 * INTEGER(64, unsigned); {@code value} DOUBLE; all required, compressed with Snappy. The same graph under the same name
 * gives the same bytes in every JVM.
 */
public final class ManifoldParquet {
    static final MessageType SCHEMA = Types.buildMessage()
            .addField(Types.required(BINARY).as(stringType()).named("name_id"))
            .addField(unsigned("n_rows"))
            .addField(unsigned("n_cols"))
            .addField(unsigned("nnz"))
            .addField(unsigned("row"))
            .addField(unsigned("col"))
            .addField(Types.required(DOUBLE).named("value"))
            .named("arrow_schema");

    /** The end of a Parquet file: the length of its footer, and four bytes that name the format. */
    private static final int LENGTH_BYTES = 4;

    private static final int MAGIC_BYTES = 4;

    private ManifoldParquet() {}

    /** Writes a file and reads it back. */
    public static Manifold write(Path file, String name, Laplacian laplacian, Configuration hadoop) throws IOException {
        writeAlone(file, name, laplacian, hadoop);
        return read(file, hadoop);
    }

    /** Writes a file, of a matrix of any size, and does not read it back. */
    public static void writeAlone(Path file, String name, Laplacian laplacian, Configuration hadoop)
            throws IOException {
        Storage.write(file, withSortedEncodings(content(name, laplacian, hadoop)), hadoop);
    }

    private static byte[] content(String name, Laplacian laplacian, Configuration hadoop) throws IOException {
        InMemoryOutput output = new InMemoryOutput();
        SimpleGroupFactory rows = new SimpleGroupFactory(SCHEMA);
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(output)
                .withType(SCHEMA)
                .withCompressionCodec(CompressionCodecName.SNAPPY)
                .withConf(hadoop)
                .build()) {
            laplacian.forEach((row, column, value) -> {
                try {
                    writer.write(rows.newGroup()
                            .append("name_id", name)
                            .append("n_rows", (long) laplacian.size())
                            .append("n_cols", (long) laplacian.size())
                            .append("nnz", (long) laplacian.nonZeros())
                            .append("row", (long) row)
                            .append("col", (long) column)
                            .append("value", value));
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
            });
        }
        return output.content();
    }

    /**
     * The same file, whose footer lists the encodings of each column in their order. Parquet's library lists them as a
     * hash set gives them, in another order in another JVM, so that the checksum of one graph would have many values.
     */
    private static byte[] withSortedEncodings(byte[] content) throws IOException {
        int footerEnd = content.length - LENGTH_BYTES - MAGIC_BYTES;
        ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        int footerStart = footerEnd - bytes.getInt(footerEnd);
        FileMetaData footer =
                Util.readFileMetaData(new ByteArrayInputStream(content, footerStart, footerEnd - footerStart));
        for (RowGroup rowGroup : footer.getRow_groups()) {
            rowGroup.getColumns()
                    .forEach(column -> Collections.sort(column.getMeta_data().getEncodings()));
        }
        ByteArrayOutputStream sorted = new ByteArrayOutputStream(footerEnd - footerStart);
        Util.writeFileMetaData(footer, sorted);
        if (sorted.size() != footerEnd - footerStart) {
            throw new IllegalStateException("a footer has changed its length with the order of its lists");
        }
        return bytes.put(footerStart, sorted.toByteArray()).array();
    }

    /**
     * Reads all triplets of a file.
     *
     * @throws InvalidInput if there is no such file, or it is damaged, incomplete, of another schema, not square, not
     *     symmetric or not finite; the message says which
     */
    public static Manifold read(Path file, Configuration hadoop) throws IOException {
        return read(file, Storage.read(file, hadoop));
    }

    /** The same of content that has been read. */
    static Manifold read(Path file, byte[] content) {
        try {
            Triplets triplets = triplets(content);
            return new Manifold(triplets.name(), triplets.laplacian(), content.length, Sha256.of(content));
        } catch (InvalidInput refused) {
            throw new InvalidInput("'%s' holds no Laplacian: %s".formatted(file, refused.getMessage()), refused);
        } catch (IOException | RuntimeException damaged) {
            throw new InvalidInput(
                    "'%s' is damaged or no Parquet file: %s".formatted(file, Excerpt.reason(damaged)), damaged);
        }
    }

    private static Triplets triplets(byte[] content) throws IOException {
        ParquetReadOptions checked =
                ParquetReadOptions.builder().usePageChecksumVerification().build();
        try (ParquetFileReader reader = ParquetFileReader.open(new InMemoryFile(content), checked)) {
            MessageType schema = reader.getFileMetaData().getSchema();
            for (Type expected : SCHEMA.getFields()) {
                requireColumn(schema, expected);
            }
            requireInside(reader.getRowGroups(), content.length);
            Triplets triplets = new Triplets(reader.getRecordCount());
            MessageColumnIO columns = new ColumnIOFactory().getColumnIO(SCHEMA, schema);
            PageReadStore pages = reader.readNextRowGroup();
            while (pages != null) {
                RecordReader<Group> rows = columns.getRecordReader(pages, new GroupRecordConverter(SCHEMA));
                for (long row = 0; row < pages.getRowCount(); row++) {
                    triplets.add(rows.read());
                }
                pages = reader.readNextRowGroup();
            }
            return triplets;
        }
    }

    /** Parquet's library makes room for whatever a footer says before it looks whether the file has it. */
    private static void requireInside(List<BlockMetaData> rowGroups, long length) {
        for (BlockMetaData rowGroup : rowGroups) {
            long rest = length;
            for (ColumnChunkMetaData column : rowGroup.getColumns()) {
                long begin = column.getStartingPos();
                long bytes = column.getTotalSize();
                rest -= Math.max(bytes, 0);
                if (begin < 0 || bytes < 0 || begin > length - bytes || rest < 0) {
                    throw new InvalidInput(String.format(
                            Locale.ROOT,
                            "its footer says that column %s has %d bytes from byte %d on, it has %d in all",
                            Excerpt.line(column.getPath().toDotString()),
                            bytes,
                            begin,
                            length));
                }
            }
        }
    }

    private static void requireColumn(MessageType schema, Type expected) {
        String name = expected.getName();
        if (!schema.containsField(name)) {
            throw new InvalidInput(
                    "column '%s' is missing; it has %s".formatted(name, Excerpt.line(schema.getFields())));
        }
        Type found = schema.getType(name);
        if (!found.isPrimitive()
                || found.getRepetition() != Type.Repetition.REQUIRED
                || found.asPrimitiveType().getPrimitiveTypeName()
                        != expected.asPrimitiveType().getPrimitiveTypeName()) {
            throw new InvalidInput("column '%s' is '%s', must be '%s'".formatted(name, Excerpt.line(found), expected));
        }
    }

    private static Type unsigned(String name) {
        int bits = 64;
        return Types.required(INT64).as(intType(bits, false)).named(name);
    }
}
