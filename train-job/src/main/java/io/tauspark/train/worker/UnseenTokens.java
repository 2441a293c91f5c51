package io.tauspark.train.worker;

import io.tauspark.model.ModelConfig;
import io.tauspark.run.RunEvent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The ids of a vocabulary that stand nowhere in the training data. Their vectors learn nothing but to be unlikely, so a
 * model that consists of them for the most part is smaller than it says.
 */
public final class UnseenTokens {
    /** Name of the event in {@code events.jsonl}, which a run has once. */
    public static final String EVENT = "unseen_tokens";

    private static final double PERCENT = 100;

    private UnseenTokens() {}

    /**
     * The warning of a model of which more than half are vectors of such ids.
     *
     * @param counts number of times that each id of the tokenizer occurs in the training data
     * @param parameters of the model
     */
    public static Optional<RunEvent> warning(long[] counts, ModelConfig model, long parameters) {
        long seen = Arrays.stream(counts).filter(count -> count > 0).count();
        long unseen = model.vocabulary() - seen;
        long idle = unseen * model.width() * (model.tied() ? 1 : 2);
        if (2 * idle <= parameters) {
            return Optional.empty();
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("ids", model.vocabulary());
        facts.put("unseen", unseen);
        facts.put("idle_parameters", idle);
        facts.put("parameters", parameters);
        String text = String.format(
                Locale.ROOT,
                "train  %,d of the %,d token ids occur nowhere in the training data, and their vectors are %.0f %% of the "
                        + "%,d parameters; choose a smaller vocabulary (tokenizer=bytes, or one that bin/tauspark tokenizer "
                        + "learns from this corpus, and model.vocabulary=0), or a larger model",
                unseen,
                model.vocabulary(),
                PERCENT * idle / parameters,
                parameters);
        return Optional.of(new RunEvent(EVENT, facts, text));
    }
}
