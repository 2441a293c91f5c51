package io.tauspark.corpus.parquet;

import io.tauspark.config.InvalidInput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;

/**
 * Some leaves of a Parquet file as its library should see them: as if the file had nothing else, so that nothing else
 * can disturb. What a footer says of them is checked before it is believed.
 */
final class ParquetExcerpt {
    private final ParquetFooter footer;
    private final List<ParquetField> leaves;
    private final Configuration hadoop;

    /** @param leaves in the order of the file */
    ParquetExcerpt(ParquetFooter footer, List<ParquetField> leaves, Configuration hadoop) {
        this.footer = footer;
        this.leaves = leaves;
        this.hadoop = hadoop;
    }

    /** The offset of the first of the leaves in a row group; 0 if there are no leaves. */
    long start(RowGroup group) {
        return leaves.isEmpty() ? 0 : start(chunk(leaves.get(0), group));
    }

    /** @throws InvalidInput if any row group has not what it takes to read the leaves */
    void requireSound() {
        for (RowGroup group : footer.rowGroups()) {
            for (ParquetField leaf : leaves) {
                chunk(leaf, group);
            }
        }
    }

    /** The footer of the leaves in some row groups. */
    ParquetMetadata of(List<RowGroup> groups) throws IOException {
        List<RowGroup> excerpts = new ArrayList<>();
        long rows = 0;
        for (RowGroup group : groups) {
            List<ColumnChunk> chunks = new ArrayList<>();
            for (ParquetField leaf : leaves) {
                chunks.add(new ColumnChunk(0).setMeta_data(excerpt(leaf, chunk(leaf, group))));
            }
            excerpts.add(new RowGroup(chunks, group.getTotal_byte_size(), group.getNum_rows()));
            rows += group.getNum_rows();
        }
        FileMetaData excerpt = new FileMetaData(
                footer.metadata().getVersion(),
                ParquetSchema.only(new LinkedHashSet<>(leaves), footer.schema()),
                rows,
                excerpts);
        // Readers mend by it what known versions of writers did wrong.
        excerpt.setCreated_by(footer.metadata().getCreated_by());
        return new ParquetMetadataConverter().fromParquetMetadata(excerpt);
    }

    private static ColumnMetaData excerpt(ParquetField leaf, ColumnMetaData given) {
        ColumnMetaData excerpt = new ColumnMetaData(
                given.getType(),
                List.of(),
                leaf.path(),
                given.getCodec(),
                given.getNum_values(),
                given.getTotal_uncompressed_size(),
                given.getTotal_compressed_size(),
                given.getData_page_offset());
        if (given.isSetDictionary_page_offset()) {
            excerpt.setDictionary_page_offset(given.getDictionary_page_offset());
        }
        return excerpt;
    }

    private ColumnMetaData chunk(ParquetField leaf, RowGroup group) {
        String column = "column '" + String.join(".", leaf.path()) + "'";
        if (leaf.leaf() >= group.getColumnsSize()) {
            throw UnreadableParquet.of(footer.file(), "is damaged: a row group lacks " + column);
        }
        ColumnChunk chunk = group.getColumns().get(leaf.leaf());
        if (chunk.isSetCrypto_metadata() || !chunk.isSetMeta_data()) {
            throw UnreadableParquet.of(footer.file(), "has " + column + " encrypted; give it decrypted");
        }
        if (chunk.isSetFile_path() && !chunk.getFile_path().isEmpty()) {
            throw UnreadableParquet.of(
                    footer.file(),
                    "has " + column + " in another file, '" + chunk.getFile_path() + "'; give that one instead");
        }
        ColumnMetaData data = chunk.getMeta_data();
        long start = start(data);
        long bytes = data.getTotal_compressed_size();
        if (data.getType() != leaf.element().getType()
                || start < ParquetFooter.MAGIC_BYTES
                || bytes < 0
                || bytes > footer.dataEnd() - start
                || data.getNum_values() < group.getNum_rows()) {
            throw UnreadableParquet.of(
                    footer.file(),
                    String.format(
                            Locale.ROOT,
                            "is damaged: its footer places %d values of %s at %d, in %d of %d bytes",
                            data.getNum_values(),
                            column,
                            start,
                            bytes,
                            footer.dataEnd()));
        }
        requireCodec(column, data);
        return data;
    }

    private void requireCodec(String column, ColumnMetaData data) {
        String codec = CompressionCodecName.valueOf(data.getCodec().name()).getHadoopCompressionCodecClassName();
        if (codec != null && hadoop.getClassByNameOrNull(codec) == null) {
            throw UnreadableParquet.of(
                    footer.file(),
                    "compresses " + column + " with " + data.getCodec().name().toLowerCase(Locale.ROOT)
                            + ", for which there is no codec here; write it with snappy, gzip, zstd, lz4_raw or none");
        }
    }

    /** Old writers put 0 where there is no dictionary. */
    private static long start(ColumnMetaData data) {
        long pages = data.getData_page_offset();
        long dictionary = data.getDictionary_page_offset();
        return data.isSetDictionary_page_offset() && dictionary > 0 && dictionary < pages ? dictionary : pages;
    }
}
