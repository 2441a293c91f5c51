package io.tauspark.corpus.parquet;

import io.tauspark.config.InvalidInput;
import io.tauspark.corpus.files.SliceRecords;
import io.tauspark.store.Storage;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import shaded.parquet.org.apache.thrift.TException;

/**
 * The end of a Parquet file, which says what is in it and where.
 *
 * @param file qualified path
 * @param dataEnd where the footer starts
 * @param metadata as the file has it
 * @param schema the root of its schema, whose children are the columns
 */
record ParquetFooter(String file, long dataEnd, FileMetaData metadata, ParquetField schema) {
    static final int MAGIC_BYTES = 4;

    private static final int LENGTH_BYTES = 4;
    private static final int TAIL_BYTES = LENGTH_BYTES + MAGIC_BYTES;
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ENCRYPTED = "PARE".getBytes(StandardCharsets.US_ASCII);

    /** The longest footer that is read, as in Parquet's own library. */
    private static final int LONGEST = 100 << 20;

    /** @throws InvalidInput if the file is no sound Parquet, naming it */
    static ParquetFooter read(String file, Configuration hadoop) {
        Path path = new Path(file);
        byte[] footer;
        long dataEnd;
        try {
            FileSystem system = Storage.of(path, hadoop);
            long length = system.getFileStatus(path).getLen();
            try (FSDataInputStream in = system.open(path)) {
                footer = read(file, in, length);
            }
            dataEnd = length - TAIL_BYTES - footer.length;
        } catch (EOFException cut) {
            throw UnreadableParquet.because(file, "its footer", cut);
        } catch (IOException broken) {
            throw SliceRecords.unreadable(file, broken);
        }
        try {
            return parsed(file, footer, dataEnd);
        } catch (TException | RuntimeException damaged) {
            throw UnreadableParquet.because(file, "its footer", damaged);
        }
    }

    List<RowGroup> rowGroups() {
        return metadata.getRow_groups();
    }

    private static byte[] read(String file, FSDataInputStream in, long length) throws IOException {
        if (length == 0) {
            throw UnreadableParquet.of(file, "is empty; leave it out of the input");
        }
        if (length < MAGIC_BYTES + TAIL_BYTES) {
            throw noParquet(file);
        }
        byte[] tail = new byte[TAIL_BYTES];
        in.readFully(length - TAIL_BYTES, tail);
        byte[] end = Arrays.copyOfRange(tail, LENGTH_BYTES, TAIL_BYTES);
        if (Arrays.equals(end, ENCRYPTED)) {
            throw UnreadableParquet.of(file, "is encrypted; give it decrypted");
        }
        if (!Arrays.equals(end, MAGIC)) {
            byte[] start = new byte[MAGIC_BYTES];
            in.readFully(0, start);
            throw Arrays.equals(start, MAGIC)
                    ? UnreadableParquet.of(file, "starts like a Parquet file but does not end like one: it is cut off")
                    : noParquet(file);
        }
        int footer = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt();
        long room = length - MAGIC_BYTES - TAIL_BYTES;
        if (footer <= 0 || footer > Math.min(room, LONGEST)) {
            throw UnreadableParquet.of(
                    file,
                    String.format(
                            Locale.ROOT,
                            "is damaged: its last bytes promise a footer of %d bytes, and there is room for %d",
                            Integer.toUnsignedLong(footer),
                            Math.min(room, LONGEST)));
        }
        byte[] bytes = new byte[footer];
        in.readFully(length - TAIL_BYTES - footer, bytes);
        return bytes;
    }

    private static InvalidInput noParquet(String file) {
        return UnreadableParquet.of(
                file, "is no Parquet file; leave it out of the input, with a glob such as 'directory/*.parquet'");
    }

    private static ParquetFooter parsed(String file, byte[] bytes, long dataEnd) throws TException {
        FooterProtocol protocol = FooterProtocol.of(bytes);
        FileMetaData metadata = new FileMetaData();
        metadata.read(protocol);
        ParquetField schema = ParquetSchema.tree(metadata.getSchema(), protocol.youngTypes());
        requireRows(file, metadata);
        return new ParquetFooter(file, dataEnd, metadata, schema);
    }

    private static void requireRows(String file, FileMetaData metadata) {
        long rows = 0;
        for (RowGroup group : metadata.getRow_groups()) {
            if (group.getNum_rows() < 0) {
                throw UnreadableParquet.of(file, "is damaged: a row group has a negative number of rows");
            }
            rows += group.getNum_rows();
        }
        if (rows != metadata.getNum_rows()) {
            throw UnreadableParquet.of(
                    file,
                    String.format(
                            Locale.ROOT,
                            "is damaged: its footer counts %d rows, and %d in all row groups",
                            metadata.getNum_rows(),
                            rows));
        }
    }
}
