package io.tauspark.tokenizer;

import java.util.Map;

/** Vocabularies and texts that tests share. */
final class Learning {
    /** Controls, spaces of all kinds, marks of order, and what is no character. */
    private static final String UNUSUAL =
            "\u0000\u0001\u007f\u0085\u00a0\u00ad\u1680\u180e\u2000\u2003\u200b\u200c\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\ufffd\uffff\ue000";

    /** Texts with what is hard to cut and to encode. */
    static final String HOSTILE = """
            It's 'tis, they'll, THEY'LL, don't, rock'n'roll, 's' 'string' 're. I'm\s
            \tindented {\r\n\t\tx_1 += 12345678 * 3.14e-10;  // (why?)\r\n}\r\n\n\n  \n   end\s\s\s
            Ärger naïve e\u0301e\u0301 ﬁn ſ K ǆ İi ΑΒΓ привет 漢字かな交じり文。 한국어 देवनागरी। ไทย العربية، ١٢٣٤٥ १२३ １２３
            m² ½ Ⅷ ① € ₿ \u20c0 № ™ © « » „ “ … – — ‘ ’ • ∑ ≠ → █ ☃ \ufe0f
            👩‍💻 🏳️‍🌈 👍🏽 🇩🇪 \ud83e\udee0 \ud83e\udef8 \ud83e\ude75 𝔘𝔫𝔦 𝟘𝟙𝟚 \ud81b\udd70 \ud83b\udcf0
            <|endoftext <|endoftext |> </s [SEP \\x{41} $^*+?()[]{}|.
            """ + UNUSUAL;

    private Learning() {}

    /** The merges of counted words, as many as there are or so many. */
    static Merges merges(Map<String, Long> counts, int most) {
        MergeLearner learner = new MergeLearner(2);
        counts.forEach(learner::add);
        while (learner.merges().count() < most && learner.learn()) {
            // Learning is what the condition does.
        }
        return learner.merges();
    }
}
