package io.tauspark.shard;

import io.tauspark.shards.Fingerprint;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** The form in which texts are compared: Unicode NFKC, lower case, single blanks, none at the ends. */
final class NormalText {
    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}]+");

    private NormalText() {}

    static String of(String text) {
        String folded = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        return BLANKS.matcher(folded).replaceAll(" ").strip();
    }

    /** 128 bits of SHA-256 of it, which stand for it. */
    static String fingerprint(String text) {
        return Fingerprint.longHex(of(text));
    }
}
