package io.tauspark.compare;

import static io.tauspark.compare.Outcomes.finished;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final List<String> VARIANTS = List.of("dot", "tau", "tau-permuted");

    private static List<String> answers(TrialOutcome... outcomes) {
        return Verdict.of(List.of(outcomes), VARIANTS, "dot").answers().stream()
                .map(Verdict::sentence)
                .toList();
    }

    @Test
    void saysWhatAnIntervalCarriesAndNoMore() {
        List<String> found = answers(
                finished("dot", 1, 2.50),
                finished("tau", 1, 2.40),
                finished("tau-permuted", 1, 2.39),
                finished("dot", 2, 2.60),
                finished("tau", 2, 2.50),
                finished("tau-permuted", 2, 2.52),
                finished("dot", 3, 2.55),
                finished("tau", 3, 2.44),
                finished("tau-permuted", 3, 2.43));
        assertThat(found.get(0))
                .isEqualTo(
                        "Does tau need fewer bits than dot? Yes: tau minus dot is −0.1033 bits per byte, 95 % interval"
                                + " −0.1177 to −0.0890 over 3 seeds, ratio 0.9595.");
        assertThat(found.get(1)).contains("Does tau-permuted need fewer bits than dot? Yes: ");
        assertThat(found.get(2))
                .startsWith("Does tau need fewer bits on the memory than with the memory's features in another order?"
                        + " Undecided: tau minus tau-permuted is ")
                .endsWith(" over 3 seeds, which holds zero. More seeds would narrow it.");
        assertThat(found).hasSize(3);
    }

    @Test
    void saysThatAVariantIsWorse() {
        assertThat(answers(
                                finished("dot", 1, 2.40),
                                finished("tau", 1, 2.50),
                                finished("dot", 2, 2.50),
                                finished("tau", 2, 2.6001))
                        .get(0))
                .contains("No, it needs more: tau minus dot is +0.1000 bits per byte");
    }

    @Test
    void saysWhatTheControlsTellOfTheMemory() {
        List<String> variants = List.of("dot", "tau", "tau-chain", "tau-random");
        TrialOutcome[] outcomes = {
            finished("tau", 1, 2.50),
            finished("tau", 2, 2.60),
            finished("tau-chain", 1, 2.61),
            finished("tau-chain", 2, 2.71001),
            finished("tau-random", 1, 2.49),
            finished("tau-random", 2, 2.62)
        };
        assertThat(Verdict.of(List.of(outcomes), variants, "dot").memory())
                .isEqualTo(
                        "tau needs fewer bits on the memory than on its control tau-chain. Undecided against tau-random.");
        assertThat(Verdict.of(List.of(outcomes), List.of("dot", "tau", "tau-random"), "dot")
                        .memory())
                .isEqualTo("Whether the content of the memory matters to tau cannot be told from these trials.");
        assertThat(Verdict.of(List.of(outcomes), List.of("dot", "tau"), "dot").memory())
                .isEmpty();
    }

    @Test
    void staysUndecidedWithOneSeedOrNone() {
        List<String> found = answers(finished("dot", 1, 2.5), finished("tau", 1, 1.5));
        assertThat(found.get(0))
                .endsWith("Undecided: tau minus dot is −1.0000 bits per byte with one seed, which says"
                        + " nothing about chance.");
        assertThat(found.get(1)).endsWith("Undecided: no seed is finished in both tau-permuted and dot.");
    }
}
