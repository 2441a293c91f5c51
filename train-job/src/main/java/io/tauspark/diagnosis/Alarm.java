package io.tauspark.diagnosis;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A behaviour of a head's λ that somebody should know of.
 *
 * @param kind what it does
 * @param step of the line that it was seen in
 * @param layer of the head
 * @param head its number in the layer
 * @param spread p95 − p05 of λ
 * @param widestSpread the widest that it has been, at the τ of now
 * @param reason in a sentence
 */
public record Alarm(Kind kind, int step, int layer, int head, double spread, double widestSpread, String reason) {

    /** The behaviour of λ of a head. */
    public enum Kind {
        /** Its spread shrinks: the head can no longer tell tokens apart. */
        COLLAPSE("collapse"),
        /** Its median falls while the spread stays, as in heads that learn. */
        MEDIANS_FALLING("medians_falling");

        private final String event;

        Kind(String event) {
            this.event = event;
        }
    }

    /** Name of the event in {@code events.jsonl}. */
    public String event() {
        return kind.event;
    }

    /** The facts that the event tells. */
    public Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("step", step);
        facts.put("layer", layer);
        facts.put("head", head);
        if (kind == Kind.COLLAPSE) {
            facts.put("spread", spread);
            facts.put("widest_spread", widestSpread);
        }
        facts.put("reason", reason);
        return facts;
    }

    /** The place of the head, for people. */
    String place() {
        return String.format(Locale.ROOT, "layer %d head %d", layer, head);
    }
}
