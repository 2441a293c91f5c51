package io.tauspark.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * TorchScript source as the archive that {@code torch::jit::load} reads: a ZIP of stored entries with the source under
 * {@code code/__torch__.py} and a pickle that makes one object of its class.
 *
 * <p>Source of the format: PyTorch, torch/csrc/jit/docs/serialization.md.
 */
public final class TorchArchive {
    /**
     * The format version of PyTorch 1.11 and later. In older ones operators mean something else: whole numbers divided
     * are rounded, for one.
     */
    private static final String FORMAT_VERSION = "10\n";

    /** The earliest time that a ZIP can tell: the same source gives the same bytes, whenever. */
    private static final LocalDateTime ALWAYS = LocalDateTime.of(1980, 1, 1, 0, 0);

    private static final byte[] EMPTY_TUPLE_PICKLE = {(byte) 0x80, 2, ')', '.'};

    private TorchArchive() {}

    /**
     * Makes an archive of one class without parameters.
     *
     * @param type the class that the source declares
     * @param source TorchScript text
     */
    public static byte[] of(String type, String source) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            store(zip, "module/data.pkl", moduleOf(type));
            store(zip, "module/code/__torch__.py", source.getBytes(StandardCharsets.UTF_8));
            store(zip, "module/constants.pkl", EMPTY_TUPLE_PICKLE);
            store(zip, "module/version", FORMAT_VERSION.getBytes(StandardCharsets.US_ASCII));
            store(zip, "module/byteorder", "little".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** Pickle, protocol 2, of {@code __torch__.<type>} with the single attribute {@code training = True}. */
    private static byte[] moduleOf(String type) throws IOException {
        byte[] attribute = "training".getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.write(new byte[] {(byte) 0x80, 2});
        pickle.write(("c__torch__\n" + type + "\n").getBytes(StandardCharsets.US_ASCII));
        pickle.write(new byte[] {'q', 0, ')', (byte) 0x81, '}', '('});
        pickle.write(new byte[] {'X', (byte) attribute.length, 0, 0, 0});
        pickle.write(attribute);
        pickle.write(new byte[] {(byte) 0x88, 'u', 'b', '.'});
        return pickle.toByteArray();
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(checksum.getValue());
        entry.setTimeLocal(ALWAYS);
        zip.putNextEntry(entry);
        zip.write(content);
    }
}
