package io.tauspark.tokens;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;

/**
 * The rewriting of characters that files of SentencePiece bring along as {@code precompiled_charsmap}: the length of a
 * double array, the array, a trie over bytes, and the texts that its leaves point into, each ended by a zero. Native code
 * follows it without looking where it leads, so that a wrong place in it ends the whole process at some character.
 *
 * <p>Source: Darts-clone's format of units; SentencePiece, normalizer.cc.
 */
final class CharsMap {
    private static final int BYTES = 256;
    private static final int OFFSET_SHIFT = 10;
    private static final int LONG_OFFSET = 1 << 9;
    private static final int LONG_OFFSET_SHIFT = 8;
    private static final int LEAF = 1 << 8;
    private static final int LABEL = 0x8000_00FF;
    private static final int VALUE = 0x7FFF_FFFF;

    /** The bits of a byte that follows the first of a character in UTF-8: 10xxxxxx. */
    private static final int CONTINUATION = 0b1000_0000;

    private static final int CONTINUATION_MASK = 0b1100_0000;

    private final IntBuffer units;
    private final byte[] texts;

    private CharsMap(IntBuffer units, byte[] texts) {
        this.units = units;
        this.texts = texts;
    }

    /** Whether every way through the map ends inside of it. */
    static boolean isSound(byte[] content) {
        ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        if (content.length < Integer.BYTES) {
            return false;
        }
        int length = bytes.getInt();
        if (length < Integer.BYTES || length % Integer.BYTES != 0 || length > bytes.remaining()) {
            return false;
        }
        ByteBuffer units = bytes.slice(bytes.position(), length).order(ByteOrder.LITTLE_ENDIAN);
        byte[] texts = new byte[bytes.remaining() - length];
        bytes.position(bytes.position() + length).get(texts);
        return isText(texts) && new CharsMap(units.asIntBuffer(), texts).leadsNowhereElse();
    }

    private boolean leadsNowhereElse() {
        BitSet seen = new BitSet(units.limit());
        Deque<Integer> open = new ArrayDeque<>();
        open.push(0);
        while (!open.isEmpty()) {
            int place = open.pop();
            if (seen.get(place)) {
                continue;
            }
            seen.set(place);
            int children = place ^ offset(units.get(place));
            // The byte of a text decides which of so many units is looked at.
            if (children < 0 || (children | (BYTES - 1)) >= units.limit()) {
                return false;
            }
            if (place != 0 && (units.get(place) & LEAF) != 0 && !beginsText(units.get(children) & VALUE)) {
                return false;
            }
            for (int label = 1; label < BYTES; label++) {
                if ((units.get(children ^ label) & LABEL) == label) {
                    open.push(children ^ label);
                }
            }
        }
        return true;
    }

    private static int offset(int unit) {
        return (unit >>> OFFSET_SHIFT) << ((unit & LONG_OFFSET) == 0 ? 0 : LONG_OFFSET_SHIFT);
    }

    private boolean beginsText(int place) {
        return place == texts.length || (place < texts.length && (texts[place] & CONTINUATION_MASK) != CONTINUATION);
    }

    private static boolean isText(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException broken) {
            return false;
        }
    }
}
