package io.tauspark.decode;

import io.tauspark.config.InvalidInput;
import io.tauspark.config.Settings;
import io.tauspark.store.Safetensors;
import io.tauspark.store.Sha256;
import io.tauspark.store.Storage;
import io.tauspark.store.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * All that is needed to continue a text without reading it again: a safetensors file with what attention remembers of it, and a
 * checksum over its content.
 *
 * @param origin what read the text
 * @param tokens of the text, the separator before it among them
 * @param seen ids that the text has, without the separator
 * @param last the last few tokens
 * @param logits of the token that follows, [vocabulary]
 * @param states tables of all layers, as {@link TextPast#save} wrote them
 */
public record SavedPast(Origin origin, int tokens, BitSet seen, int[] last, float[] logits, StateTensors states) {
    /** Its name in the output of a job. */
    public static final String FILE = "past.safetensors";

    /** Tokens that are kept as they are, for characters of several tokens; as many as a text's end may wait for. */
    public static final int LAST = 8;

    private static final String FORMAT = "tauspark past 1";
    private static final String CHECKSUM = "sha256";

    /**
     * What read a text.
     *
     * @param model checksum of its parameters
     * @param tokenizer by which the tokenizer is known again
     * @param state what is kept for heads of {@code tau} attention
     */
    public record Origin(String model, String tokenizer, StateKind state) {}

    /** Writes the file. Readers see it only once it is complete if its directory is itself being staged. */
    public void save(Path file, Configuration hadoop) throws IOException {
        StateTensors all = new StateTensors();
        all.put("tokens", 1, new double[] {tokens});
        all.put("seen", seen.cardinality(), seen.stream().asDoubleStream().toArray());
        all.put("last", last.length, Arrays.stream(last).asDoubleStream().toArray());
        all.put("logits", logits.length, logits);
        List<Tensor> tensors = new ArrayList<>(all.all());
        tensors.addAll(states.all());
        Map<String, String> metadata = new HashMap<>(Map.of(
                "format",
                FORMAT,
                "model",
                origin.model,
                "tokenizer",
                origin.tokenizer,
                "state",
                Settings.spelling(origin.state)));
        metadata.put(CHECKSUM, sha256(new Safetensors(metadata, tensors)));
        new Safetensors(metadata, tensors).write(file, hadoop);
    }

    /**
     * Reads a past.
     *
     * @param place the file, or the output of a job that holds it
     * @throws InvalidInput if there is none, or it is damaged
     */
    public static SavedPast load(Path place, Configuration hadoop) throws IOException {
        Path inside = new Path(place, FILE);
        Path file = Storage.of(place, hadoop).exists(inside) ? inside : place;
        Safetensors stored = Safetensors.read(file, hadoop);
        Map<String, String> metadata = new HashMap<>(stored.metadata());
        if (!FORMAT.equals(metadata.get("format"))) {
            throw new InvalidInput(
                    "past '%s' is a file of something else; give one that generate or read has saved".formatted(place));
        }
        String checksum = String.valueOf(metadata.remove(CHECKSUM));
        if (!checksum.equals(sha256(new Safetensors(metadata, stored.tensors())))) {
            throw new InvalidInput(
                    "past '%s' is damaged: its content has not the checksum that it was saved with; save it again"
                            .formatted(place));
        }
        StateTensors all = StateTensors.of(stored);
        BitSet seen = new BitSet();
        Arrays.stream(ids(all, "seen")).forEach(seen::set);
        return new SavedPast(
                new Origin(
                        String.valueOf(metadata.get("model")),
                        String.valueOf(metadata.get("tokenizer")),
                        Settings.constant(String.valueOf(metadata.get("state")), StateKind.class)),
                ids(all, "tokens")[0],
                seen,
                ids(all, "last"),
                all.floats("logits", 1, StateTensors.ANY)[0],
                all);
    }

    /**
     * Makes sure that a model may continue from here.
     *
     * @param place of the past, for messages
     * @param reader what is to continue; {@link StateKind#AUTO} takes states of any kind
     * @throws InvalidInput if something else has read the text
     */
    public void require(String place, Origin reader) {
        requireEqual(place, "the parameters with SHA-256", origin.model, reader.model);
        requireEqual(place, "the tokenizer", origin.tokenizer, reader.tokenizer);
        if (reader.state != StateKind.AUTO && reader.state != origin.state) {
            throw new InvalidInput(
                    "state = %s, but past '%s' was saved with state = %s; leave state out, or save it again"
                            .formatted(Settings.spelling(reader.state), place, Settings.spelling(origin.state)));
        }
    }

    private static void requireEqual(String place, String what, String saved, String own) {
        if (!saved.equals(own)) {
            throw new InvalidInput(
                    "past '%s' is of another model: it was read with %s %s, and this one has %s; give that model, or save it again"
                            .formatted(place, what, saved, own));
        }
    }

    private static int[] ids(StateTensors all, String name) {
        return Arrays.stream(all.doubles(name, 1, StateTensors.ANY)[0])
                .mapToInt(id -> (int) id)
                .toArray();
    }

    private static String sha256(Safetensors content) throws IOException {
        MessageDigest digest = Sha256.digest();
        content.write(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
        return Sha256.hex(digest.digest());
    }
}
