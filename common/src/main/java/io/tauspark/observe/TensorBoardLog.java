package io.tauspark.observe;

import io.tauspark.store.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.CRC32C;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * An event file of TensorBoard: scalars and texts by step. Like a metric log it is the history of one run, cut back when
 * the run resumes from an earlier step.
 *
 * <p>Source: TensorFlow, {@code event.proto}, {@code summary.proto}, {@code tensor.proto} and the TFRecord format: length,
 * masked CRC-32C of the length, message, masked CRC-32C of the message.
 */
public final class TensorBoardLog implements AutoCloseable {
    /** A name that TensorBoard takes for an event file; it looks for {@code tfevents}. */
    private static final String NAME = "events.out.tfevents.0000000000.tauspark";

    private static final int WALL_TIME = 1;
    private static final int STEP = 2;
    private static final int FILE_VERSION = 3;
    private static final int SUMMARY = 5;
    private static final int VALUE = 1;
    private static final int TAG = 1;
    private static final int SIMPLE_VALUE = 2;
    private static final int TENSOR = 8;
    private static final int METADATA = 9;
    private static final int PLUGIN = 1;
    private static final int PLUGIN_NAME = 1;
    private static final int TENSOR_TYPE = 1;
    private static final int TENSOR_SHAPE = 2;
    private static final int TENSOR_STRING = 8;
    private static final long STRING_TYPE = 7;

    private static final int HEAD = Long.BYTES + Integer.BYTES;
    private static final int MASK = 0xa282ead8;
    private static final int MASK_ROTATION = 15;
    private static final double MILLIS_PER_SECOND = 1e3;

    private final GrowingFile file;
    private final Clock clock;

    private TensorBoardLog(GrowingFile file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    /**
     * Starts a log, or resumes one that is there.
     *
     * @param directory that TensorBoard is pointed to
     * @param most events that stay, the first ones; later ones, and what a killed process left incomplete, are dropped
     */
    public static TensorBoardLog resume(Path directory, int most, Clock clock, Configuration hadoop)
            throws IOException {
        Path path = new Path(directory, NAME);
        byte[] before = Storage.of(path, hadoop).exists(path) ? Storage.read(path, hadoop) : new byte[0];
        byte[] kept = kept(before, most);
        byte[] start = kept.length > 0 ? kept : record(head(clock.instant(), 0).add(FILE_VERSION, "brain.Event:2"));
        return new TensorBoardLog(GrowingFile.open(path, start, hadoop), clock);
    }

    /** Adds values by tag, all of one step. TensorBoard groups tags by what stands before their first slash. */
    public void scalars(long step, Map<String, Double> values) throws IOException {
        ProtoMessage summary = new ProtoMessage();
        values.forEach((tag, value) ->
                summary.add(VALUE, new ProtoMessage().add(TAG, tag).add(SIMPLE_VALUE, value.floatValue())));
        file.append(record(head(clock.instant(), step).add(SUMMARY, summary)));
    }

    /** Adds a text, which TensorBoard reads as Markdown. */
    public void text(long step, String tag, String text) throws IOException {
        ProtoMessage metadata = new ProtoMessage().add(PLUGIN, new ProtoMessage().add(PLUGIN_NAME, "text"));
        ProtoMessage tensor = new ProtoMessage()
                .add(TENSOR_TYPE, STRING_TYPE)
                .add(TENSOR_SHAPE, new ProtoMessage())
                .add(TENSOR_STRING, text);
        ProtoMessage value =
                new ProtoMessage().add(TAG, tag).add(TENSOR, tensor).add(METADATA, metadata);
        file.append(record(head(clock.instant(), step).add(SUMMARY, new ProtoMessage().add(VALUE, value))));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private static ProtoMessage head(Instant time, long step) {
        ProtoMessage head = new ProtoMessage().add(WALL_TIME, time.toEpochMilli() / MILLIS_PER_SECOND);
        return step == 0 ? head : head.add(STEP, step);
    }

    private static byte[] record(ProtoMessage message) {
        byte[] content = message.bytes();
        byte[] record = new byte[HEAD + content.length + Integer.BYTES];
        ByteBuffer into = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN).putLong(content.length);
        into.putInt(masked(Arrays.copyOf(record, Long.BYTES))).put(content).putInt(masked(content));
        return record;
    }

    /** The head and the first sound records. */
    private static byte[] kept(byte[] file, int most) {
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int end = 0;
        for (int record = 0; record <= most && in.remaining() >= HEAD + Integer.BYTES; record++) {
            int from = in.position();
            long size = in.getLong();
            int checksum = in.getInt();
            boolean whole = checksum == masked(Arrays.copyOfRange(file, from, from + Long.BYTES))
                    && size >= 0
                    && size <= in.remaining() - Integer.BYTES;
            if (!whole) {
                break;
            }
            byte[] content = new byte[(int) size];
            in.get(content);
            if (in.getInt() != masked(content)) {
                break;
            }
            end = in.position();
        }
        return Arrays.copyOf(file, end);
    }

    private static int masked(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return Integer.rotateRight((int) crc.getValue(), MASK_ROTATION) + MASK;
    }
}
