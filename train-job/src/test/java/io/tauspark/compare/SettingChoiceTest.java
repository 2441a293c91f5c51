package io.tauspark.compare;

import static io.tauspark.compare.Outcomes.failed;
import static io.tauspark.compare.Outcomes.selected;
import static io.tauspark.compare.Outcomes.trial;
import static io.tauspark.compare.Outcomes.tried;
import static org.assertj.core.api.Assertions.assertThat;

import io.tauspark.compare.SettingChoice.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettingChoiceTest {
    /** The higher rate does better on the selection half and worse on the test half: the first alone counts. */
    private final List<TrialOutcome> outcomes = List.of(
            selected(tried("dot", "1e-3", 1), 100, 2.5, 2.0),
            selected(tried("dot", "3e-3", 1), 200, 2.4, 2.9),
            selected(tried("dot", "1e-3", 2), 100, 2.7, 2.1),
            selected(tried("dot", "3e-3", 2), 100, 2.6, 3.1));

    @Test
    void isMadeByTheSelectionHalfAlone() {
        SettingChoice choice = SettingChoice.of(outcomes);
        assertThat(choice.points())
                .extracting(Point::group)
                .containsExactly("dot rate.peak=1e-3", "dot rate.peak=3e-3");
        assertThat(choice.points()).extracting(Point::chosen).containsExactly(false, true);
        assertThat(choice.points().get(1).bitsPerByte().mean()).isEqualTo(2.5);
        assertThat(choice.points().get(1).steps()).containsExactly(200, 100);
    }

    @Test
    void leavesTheChosenTrialsToBeJudgedAsTheirVariant() {
        assertThat(SettingChoice.of(outcomes).judged(outcomes))
                .extracting(outcome -> outcome.trial().name())
                .containsExactly("dot seed 1", "dot seed 2");
        List<ComparedVariant> variants =
                ComparedVariant.of(SettingChoice.of(outcomes).judged(outcomes), "tau");
        assertThat(variants).hasSize(1);
        assertThat(variants.get(0).variant()).isEqualTo("dot");
        assertThat(variants.get(0).bitsPerByte()).isEqualTo(new Spread(3.0, 2.9, 3.1));
        assertThat(variants.get(0).validationLoss().mean()).isEqualTo(1.5);
    }

    /** A setting that diverges with one seed would otherwise be judged by those that it survived. */
    @Test
    void isNotForSettingsThatFinishedFewerSeeds() {
        List<TrialOutcome> less = List.of(outcomes.get(0), outcomes.get(1), outcomes.get(2));
        assertThat(SettingChoice.of(less).points()).extracting(Point::chosen).containsExactly(true, false);
    }

    @Test
    void isMadeForEachVariantByItself() {
        List<TrialOutcome> all = List.of(
                outcomes.get(0),
                outcomes.get(1),
                selected(tried("tau", "1e-3", 1), 100, 2.9, 2.8),
                failed("grid", 1, "NaN"));
        assertThat(SettingChoice.of(all).points())
                .filteredOn(Point::chosen)
                .extracting(Point::group)
                .containsExactly("dot rate.peak=3e-3", "tau rate.peak=1e-3");
    }

    @Test
    void isAmongModelsAloneWhereNoSettingIsTried() {
        SettingChoice choice = SettingChoice.of(List.of(selected(trial("dot", 1), 100, 2.5, 2.0)));
        assertThat(choice.isAmongSettings()).isFalse();
        assertThat(choice.table().markdown()).isEqualTo("""
                | variant | seeds | selection bits/byte | steps | chosen |
                |---|---:|---:|---:|---|
                | dot | 1 | 2.5000 | 100 | yes |
                """);
        assertThat(SettingChoice.of(outcomes).table().markdown())
                .contains("| dot | rate.peak=3e-3 | 2 | 2.5000 (2.4000 … 2.6000) | 200, 100 | yes |");
    }
}
