package io.tauspark.compare;

import io.tauspark.compare.PairedDifference.Finding;
import io.tauspark.config.Settings;
import io.tauspark.page.NumberText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The statements that a comparison allows, in sentences: never more than the interval of a difference carries.
 *
 * @param answers in the order in which a reader asks
 */
record Verdict(List<Answer> answers) {
    private static final int DECIMALS = 4;

    /** From so many on, another seed hardly narrows an interval. */
    private static final int ENOUGH_SEEDS = 10;

    /** Questions about tau beside the baseline, where both variants are there. */
    private static final Map<String, String> QUESTIONS = Map.of(
            "tau-permuted", "Does tau need fewer bits on the memory than with the memory's features in another order?",
            "tau-random", "Does tau need fewer bits on the memory than on a random graph with as many neighbours?",
            "tau-chain", "Does tau need fewer bits on the memory than on a chain of features?",
            "dot+kw", "Does tau need fewer bits than dot-product attention with the same key weights?",
            "mean+kw", "Does comparing λ need fewer bits than the weighted mean of the past alone?");

    private static final List<String> CONTROLS =
            List.of("dot+kw", "tau-permuted", "tau-random", "tau-chain", "mean+kw");
    private static final String ASKED = "tau";
    private static final String CONTROL = "tau-";

    /**
     * One comparison.
     *
     * @param question in plain words
     * @param variant first of two
     * @param against second of two
     * @param finding {@code lower}, {@code higher} or {@code undecided}
     * @param difference variant minus the other; null if no seed is finished in both
     * @param text the answer
     */
    record Answer(
            String question,
            String variant,
            String against,
            String finding,
            @Nullable PairedDifference difference,
            String text) {}

    Verdict {
        answers = List.copyOf(answers);
    }

    /**
     * @param variants those that were asked for, in order
     * @param baseline that all are compared with
     */
    static Verdict of(List<TrialOutcome> outcomes, List<String> variants, String baseline) {
        List<Answer> answers = new ArrayList<>();
        for (String variant : variants) {
            if (!variant.equals(baseline)) {
                answers.add(answer(
                        "Does %s need fewer bits than %s?".formatted(variant, baseline), variant, baseline, outcomes));
            }
        }
        if (variants.contains(ASKED)) {
            for (String control : CONTROLS) {
                if (variants.contains(control) && !control.equals(baseline)) {
                    answers.add(answer(QUESTIONS.getOrDefault(control, ""), ASKED, control, outcomes));
                }
            }
        }
        return new Verdict(answers);
    }

    /** The answer of one comparison, as a list says it: the question, then what was found. */
    static String sentence(Answer answer) {
        return answer.question() + " " + answer.text();
    }

    /** The first answer about tau, or the first of all. */
    @Nullable
    Answer headline() {
        return answers.stream()
                .filter(answer -> answer.variant().equals(ASKED))
                .findFirst()
                .or(() -> answers.stream().findFirst())
                .orElse(null);
    }

    /** The findings of the controls about the memory, in a sentence or two; empty without any. */
    String memory() {
        Map<String, List<String>> findings = new TreeMap<>();
        for (Answer answer : answers) {
            if (answer.variant().equals(ASKED) && answer.against().startsWith(CONTROL)) {
                findings.computeIfAbsent(answer.finding(), finding -> new ArrayList<>())
                        .add(answer.against());
            }
        }
        if (findings.isEmpty()) {
            return "";
        }
        String lower = joined("tau needs fewer bits on the memory than on its control ", findings.get("lower"));
        String higher = joined("tau needs more bits on the memory than on its control ", findings.get("higher"));
        return lower.isEmpty() && higher.isEmpty()
                ? "Whether the content of the memory matters to tau cannot be told from these trials."
                : (lower + higher + joined("Undecided against ", findings.get("undecided"))).strip();
    }

    private static String joined(String beginning, @Nullable List<String> names) {
        return names == null ? "" : beginning + String.join(", ", names) + ". ";
    }

    private static Answer answer(String question, String variant, String against, List<TrialOutcome> outcomes) {
        PairedDifference difference = PairedDifference.of(
                ComparedVariant.scores(outcomes, variant), ComparedVariant.scores(outcomes, against));
        Finding finding = difference == null ? Finding.UNDECIDED : difference.finding();
        return new Answer(
                question, variant, against, Settings.spelling(finding), difference, text(variant, against, difference));
    }

    /** The sentence that a difference allows. */
    static String text(String variant, String against, @Nullable PairedDifference difference) {
        if (difference == null) {
            return "Undecided: no seed is finished in both %s and %s.".formatted(variant, against);
        }
        double mean = difference.difference().mean();
        Double low = difference.low();
        Double high = difference.high();
        if (low == null || high == null) {
            return "Undecided: %s minus %s is %s bits per byte with one seed, which says nothing about chance."
                    .formatted(variant, against, PairedDifference.signed(mean));
        }
        String facts = String.format(
                Locale.ROOT,
                "%s minus %s is %s bits per byte, 95 %% interval %s to %s over %d seeds",
                variant,
                against,
                PairedDifference.signed(mean),
                PairedDifference.signed(low),
                PairedDifference.signed(high),
                difference.seeds());
        return switch (difference.finding()) {
            case UNDECIDED ->
                "Undecided: " + facts + ", which holds zero."
                        + (difference.seeds() < ENOUGH_SEEDS ? " More seeds would narrow it." : "");
            case LOWER -> "Yes: %s, ratio %s.".formatted(facts, ratio(difference));
            case HIGHER -> "No, it needs more: %s, ratio %s.".formatted(facts, ratio(difference));
        };
    }

    private static String ratio(PairedDifference difference) {
        return NumberText.fixed(difference.ratio().mean(), DECIMALS);
    }
}
