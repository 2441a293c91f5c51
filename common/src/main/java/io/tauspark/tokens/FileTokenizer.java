package io.tauspark.tokens;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import ai.djl.util.Utils;
import io.tauspark.config.Excerpt;
import io.tauspark.config.InvalidInput;
import io.tauspark.store.LibraryCache;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The tokenizer of a Hugging Face {@code tokenizer.json}, in native memory. Text that spells one of its marks becomes
 * that mark, as everywhere with such a file, except for the separator, which is spelled out.
 */
final class FileTokenizer implements Tokenizer {
    /** Letters, digits and marks, and a character that Unicode leaves to private use, which no vocabulary has. */
    private static final String UNKNOWN = "word 1, Wörter! \uE000";

    private final HuggingFaceTokenizer tokenizer;
    private final TokenizerFile file;

    /**
     * Loads it; the caller closes it.
     *
     * @param name of the file, for messages
     * @throws InvalidInput if it cannot be used
     */
    FileTokenizer(byte[] content, String name) {
        this.file = TokenizerFile.of(content, name);
        LibraryCache.require("tokenizers", Utils.getEngineCacheDir("tokenizers"), LibraryCache.DJL_REMEDY);
        try {
            // Files often say how a model of fixed length wants its text cut and filled up.
            this.tokenizer = HuggingFaceTokenizer.newInstance(
                    new ByteArrayInputStream(content), Map.of("truncation", "false", "padding", "false"));
        } catch (IOException | RuntimeException refused) {
            throw new InvalidInput("tokenizer '" + name + "' cannot be used: " + Excerpt.reason(refused), refused);
        }
        long[] separator = probe(name);
        if (separator.length != 1 || separator[0] != file.separator()) {
            tokenizer.close();
            throw new InvalidInput(String.format(
                    Locale.ROOT,
                    "tokenizer '%s' gives %s the id %d, but reads it as %s; its added_tokens need the ids after those"
                            + " of its vocabulary, without a gap",
                    name,
                    file.separatorText(),
                    file.separator(),
                    Arrays.toString(separator)));
        }
    }

    /**
     * The ids that the separator reads as; text that the vocabulary lacks must be readable too, not only in some
     * document.
     */
    private long[] probe(String name) {
        try {
            tokenizer.encode(UNKNOWN, false, false);
            return tokenizer.encode(file.separatorText(), false, false).getIds();
        } catch (RuntimeException refused) {
            tokenizer.close();
            throw new InvalidInput("tokenizer '" + name + "' cannot be used: " + Excerpt.reason(refused), refused);
        }
    }

    @Override
    public int vocabulary() {
        return file.vocabulary();
    }

    @Override
    public int separator() {
        return file.separator();
    }

    @Override
    public int[] encode(String text) {
        long[] ids = ids(text);
        if (Arrays.stream(ids).noneMatch(id -> id == file.separator())) {
            return Arrays.stream(ids).mapToInt(Math::toIntExact).toArray();
        }
        return pieces(text).stream()
                .flatMapToLong(piece -> Arrays.stream(piece.encoding().getIds()))
                .mapToInt(Math::toIntExact)
                .filter(id -> id != file.separator())
                .toArray();
    }

    /** The ids alone: an {@link Encoding} also holds texts, places and masks of all tokens, which take most of its time. */
    private long[] ids(String text) {
        long encoding = TokenizersLibrary.LIB.encode(tokenizer.getHandle(), text, false);
        try {
            return TokenizersLibrary.LIB.getTokenIds(encoding);
        } finally {
            TokenizersLibrary.LIB.deleteEncoding(encoding);
        }
    }

    @Override
    public String decode(int[] ids) {
        return tokenizer.decode(
                Arrays.stream(ids)
                        .filter(id -> id != file.separator())
                        .asLongStream()
                        .toArray(),
                false);
    }

    /** A token has the bytes from the end of the one before it to its own end, and the last one all that follow. */
    @Override
    public int[] bytes(String text) {
        List<Piece> pieces = pieces(text);
        int[] ends = new int
                [pieces.stream()
                        .mapToInt(piece -> piece.encoding().getIds().length)
                        .sum()];
        int tokens = 0;
        int before = 0;
        for (Piece piece : pieces) {
            long[] ids = piece.encoding().getIds();
            CharSpan[] spans = piece.encoding().getCharTokenSpans();
            for (int i = 0; i < ids.length; i++) {
                if (ids[i] != file.separator()) {
                    ends[tokens++] = before + spans[i].getEnd();
                }
            }
            before += piece.text().codePointCount(0, piece.text().length());
        }
        return lengths(text, Arrays.copyOf(ends, tokens));
    }

    @Override
    public void close() {
        tokenizer.close();
    }

    private record Piece(String text, Encoding encoding) {}

    /**
     * The text, cut behind the first character of whatever reads as the separator, so that neither half does. A single
     * character that reads so is one that the vocabulary lacks, where the same token stands for both; it is left out.
     */
    private List<Piece> pieces(String text) {
        Encoding encoding = tokenizer.encode(text, false, false);
        long[] ids = encoding.getIds();
        List<Piece> pieces = new ArrayList<>();
        int from = 0;
        int characters = 0;
        for (int i = 0; i < ids.length; i++) {
            CharSpan span = encoding.getCharTokenSpans()[i];
            if (ids[i] == file.separator() && span.getEnd() - span.getStart() > 1) {
                int cut = text.offsetByCodePoints(from, span.getStart() + 1 - characters);
                pieces.addAll(pieces(text.substring(from, cut)));
                from = cut;
                characters = span.getStart() + 1;
            }
        }
        if (from == 0) {
            return List.of(new Piece(text, encoding));
        }
        pieces.addAll(pieces(text.substring(from)));
        return pieces;
    }

    /** UTF-8 bytes between ends that are given in characters; the last one takes the rest of the text. */
    private static int[] lengths(String text, int[] ends) {
        int[] lengths = new int[ends.length];
        int at = 0;
        int characters = 0;
        for (int i = 0; i < ends.length; i++) {
            boolean last = i == ends.length - 1;
            while (at < text.length() && (last || characters < ends[i])) {
                int character = text.codePointAt(at);
                lengths[i] += utf8Length(character);
                at += Character.charCount(character);
                characters++;
            }
        }
        return lengths;
    }

    private static int utf8Length(int character) {
        if (character < 0x80) {
            return 1;
        }
        if (character < 0x800) {
            return 2;
        }
        return character < Character.MIN_SUPPLEMENTARY_CODE_POINT ? 3 : 4;
    }
}
