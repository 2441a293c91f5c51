package io.tauspark.store;

import io.tauspark.config.Excerpt;
import io.tauspark.config.InvalidInput;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Named tensors and named strings in a safetensors file: eight bytes with the length of the header, little-endian; the
 * header in JSON; the values end to end. The same content gives the same bytes. Source: format description of
 * <a href="https://github.com/huggingface/safetensors">huggingface/safetensors</a>.
 *
 * @param metadata strings by name
 * @param tensors in the order of the file
 */
public record Safetensors(Map<String, String> metadata, List<Tensor> tensors) {
    /** The limit of the format's own reader; a longer header is taken for damage. */
    private static final long MAX_HEADER_BYTES = 100_000_000;

    /** A multiple of every element size, large enough to make calls rare. */
    private static final int BLOCK_BYTES = 1 << 16;

    public Safetensors {
        metadata = Map.copyOf(metadata);
        tensors = List.copyOf(tensors);
    }

    /** @throws InvalidInput if there is no tensor of that name */
    public Tensor tensor(String name) {
        return tensors.stream()
                .filter(tensor -> tensor.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidInput("tensor '%s' is missing; there are %s"
                        .formatted(
                                name,
                                Excerpt.line(tensors.stream().map(Tensor::name).toList()))));
    }

    /**
     * The values of a tensor as they must be.
     *
     * @param buffer the kind of buffer that holds such values
     * @throws InvalidInput if there is no tensor of that name, or it holds others
     */
    public <B extends Buffer> B values(String name, Class<B> buffer) {
        Tensor tensor = tensor(name);
        if (!buffer.isInstance(tensor.values())) {
            throw new InvalidInput(
                    "tensor '%s' is of type %s, which this file cannot hold it in".formatted(name, tensor.type()));
        }
        return buffer.cast(tensor.values().duplicate());
    }

    public void write(Path file, Configuration hadoop) throws IOException {
        try (OutputStream out = Storage.of(file, hadoop).create(file, true)) {
            write(out);
        }
    }

    /** Writes without closing; needs memory for one block, whatever the size of the tensors. */
    public void write(OutputStream out) throws IOException {
        byte[] header = SafetensorsHeader.of(metadata, tensors).toBytes();
        out.write(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .array());
        out.write(header);
        ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
        for (Tensor tensor : tensors) {
            Buffer values = tensor.values().duplicate();
            while (values.hasRemaining()) {
                tensor.type().encode(values, block.clear());
                out.write(block.array(), 0, block.position());
            }
        }
    }

    /** @throws InvalidInput if nothing is there or the file is damaged */
    public static Safetensors read(Path file, Configuration hadoop) throws IOException {
        FileSystem files = Storage.of(file, hadoop);
        try (InputStream in = files.open(file)) {
            return read(in, files.getFileStatus(file).getLen(), "file '" + file + "'");
        } catch (FileNotFoundException missing) {
            throw new InvalidInput("file '" + file + "' does not exist", missing);
        }
    }

    /**
     * Reads the header alone, which tells the length of the file.
     *
     * @throws InvalidInput if nothing is there, or the file is cut off or damaged as far as its header can tell
     */
    public static void requireWhole(Path file, Configuration hadoop) throws IOException {
        FileSystem files = Storage.of(file, hadoop);
        String what = "file '" + file + "'";
        try (InputStream in = files.open(file)) {
            SafetensorsHeader unused = header(in, files.getFileStatus(file).getLen(), what);
        } catch (FileNotFoundException missing) {
            throw new InvalidInput(what + " does not exist", missing);
        }
    }

    /**
     * @param length bytes that the stream holds, against which every size in the header is checked first
     * @param what names the source in messages
     * @throws InvalidInput if the content breaks a rule of the format
     */
    public static Safetensors read(InputStream in, long length, String what) throws IOException {
        SafetensorsHeader header = header(in, length, what);
        List<Tensor> tensors = new ArrayList<>();
        byte[] block = new byte[BLOCK_BYTES];
        for (SafetensorsHeader.Entry entry : header.entries()) {
            Buffer values = entry.type().allocate(entry.elements());
            fill(values, entry.type(), in, block, what);
            tensors.add(new Tensor(entry.name(), entry.shape(), values.flip()));
        }
        return new Safetensors(header.metadata(), tensors);
    }

    /**
     * Reads a part of one F32 tensor, and no more of the values than that.
     *
     * @param from first value, counted row by row
     * @param to end of the part
     * @throws InvalidInput if nothing is there, the file is damaged, or it has no such part
     */
    public static float[] floats(Path file, String name, int from, int to, Configuration hadoop) throws IOException {
        FileSystem files = Storage.of(file, hadoop);
        String what = "file '" + file + "'";
        try (FSDataInputStream in = files.open(file)) {
            SafetensorsHeader header = header(in, files.getFileStatus(file).getLen(), what);
            long data = in.getPos();
            SafetensorsHeader.Entry entry = header.entries().stream()
                    .filter(each -> each.name().equals(name) && each.type() == Tensor.Type.F32)
                    .findFirst()
                    .orElseThrow(() -> new InvalidInput(what + ": F32 tensor '" + name + "' is missing"));
            if (from < 0 || from > to || to > entry.elements()) {
                throw new InvalidInput(String.format(
                        Locale.ROOT,
                        "%s: tensor '%s' has %d values, not [%d, %d)",
                        what,
                        name,
                        entry.elements(),
                        from,
                        to));
            }
            in.seek(data + entry.begin() + (long) from * Float.BYTES);
            FloatBuffer values = FloatBuffer.allocate(to - from);
            fill(values, entry.type(), in, new byte[BLOCK_BYTES], what);
            return values.array();
        } catch (FileNotFoundException missing) {
            throw new InvalidInput(what + " does not exist", missing);
        }
    }

    /** Reads up to where the values begin. */
    private static SafetensorsHeader header(InputStream in, long length, String what) throws IOException {
        long headerBytes = length < Long.BYTES
                ? -1
                : ByteBuffer.wrap(exactly(in, new byte[Long.BYTES], what))
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .getLong();
        if (headerBytes < 0 || headerBytes > Math.min(MAX_HEADER_BYTES, length - Long.BYTES)) {
            throw new InvalidInput(String.format(
                    Locale.ROOT,
                    "%s: %d bytes with a header of %d are no safetensors file; a header has at most %d",
                    what,
                    length,
                    headerBytes,
                    MAX_HEADER_BYTES));
        }
        byte[] json = exactly(in, new byte[(int) headerBytes], what);
        return SafetensorsHeader.parse(json, length - Long.BYTES - headerBytes, what);
    }

    private static void fill(Buffer values, Tensor.Type type, InputStream in, byte[] block, String what)
            throws IOException {
        while (values.hasRemaining()) {
            int bytes = (int) Math.min((long) values.remaining() * type.bytes, block.length);
            if (in.readNBytes(block, 0, bytes) < bytes) {
                throw cutOff(what);
            }
            type.decode(ByteBuffer.wrap(block, 0, bytes), values);
        }
    }

    private static byte[] exactly(InputStream in, byte[] into, String what) throws IOException {
        if (in.readNBytes(into, 0, into.length) < into.length) {
            throw cutOff(what);
        }
        return into;
    }

    private static InvalidInput cutOff(String what) {
        return new InvalidInput(what + ": ends before its last byte", new EOFException());
    }
}
