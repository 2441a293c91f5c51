package io.tauspark.tokens;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Texts that tokenizers are known to stumble over, none of which spells a separator. */
final class HardTexts {
    private static final String[] PARTS = {
        "the cat",
        "The",
        " ",
        "  ",
        "\n",
        "\t",
        "\r\n",
        "'s",
        "'LL",
        "12",
        "½",
        "Ⅷ",
        "é",
        "e\u0301",
        "ß",
        "中",
        "日本語",
        "ひ",
        "👩‍👩‍👧",
        "🏳️‍🌈",
        "\u0000",
        "\u001f",
        "\u0085",
        "\u00a0",
        "\u200b",
        "\u2028",
        "\u3000",
        "\ufeff",
        "\ufffd",
        "\uffff",
        "\ue000",
        "𝔘",
        "क्षि",
        "العربية",
        "<|",
        "|>",
        "</",
        "[",
        "]",
        "__",
        "…",
        "-"
    };

    private HardTexts() {}

    static List<String> all() {
        List<String> texts = new ArrayList<>(List.of(
                "",
                " ",
                "a",
                "the cat sat on the cats",
                "don't I'LL we've 'tis",
                "naïve café e\u0301 ﬁ",
                "日本語テキスト、中文。",
                "👩‍👩‍👧‍👦🏳️‍🌈 ok",
                "\u0000\u0001\u0002\u001b[0m",
                "\ufffd\ufeff\uffff",
                "  \n\n  x \t y   ",
                "a\u000bb\u000cc\u001fd\u0085e\u00a0f\u2028g\u3000h",
                "x".repeat(3000),
                " ".repeat(3000) + "a",
                "the cat ".repeat(500)));
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            StringBuilder text = new StringBuilder();
            for (int parts = random.nextInt(20); parts >= 0; parts--) {
                text.append(PARTS[random.nextInt(PARTS.length)]);
            }
            texts.add(text.toString());
        }
        return texts;
    }
}
