package io.tauspark.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tauspark.run.MadeUpRun;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LambdaLossCorrelationTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whatRecalibrationsDidToLambdaGoesWithTheLossOverAllAndNotWithinStretches(long seed) {
        // The loss falls all the time; λ only jumps down whenever τ is recalibrated, and is noise in between.
        Random random = new Random(seed);
        MadeUpRun run = new MadeUpRun();
        for (int step = 10; step <= 1000; step += 10) {
            int recalibrations = (step - 1) / 100;
            run.training(step, 2.0, 0.6 - 0.02 * recalibrations + 0.001 * random.nextGaussian());
            run.validation(step, 4 - step * 0.002);
        }
        for (int step = 100; step < 1000; step += 100) {
            run.event("recalibration", step);
        }
        LambdaLossCorrelation found = LambdaLossCorrelation.of(run.history());
        assertThat(found.all().r()).isGreaterThan(0.98);
        assertThat(found.all().points()).isEqualTo(100);
        assertThat(found.withoutRecalibrations().r()).isCloseTo(0, within(0.3));
        assertThat(found.withoutRecalibrations().points()).isEqualTo(100);
        assertThat(found.text())
                .startsWith("Validation loss and median lambda have a correlation of ")
                .contains(" over 100 scorings, and of ")
                .contains("within the stretches between the 9 times that tau was recalibrated (100 scorings): ")
                .contains("recalibrating tau explains the difference, or what happened at the same time")
                .endsWith("neither is shown to cause the other.");
    }

    @Test
    void whatTheModelLearntIsSeenWithinStretchesThoughRecalibrationsHideIt() {
        MadeUpRun run = new MadeUpRun();
        for (int step = 10; step <= 1000; step += 10) {
            double loss = 2 + 2 * Math.exp(-step / 300.0);
            // Within a stretch λ follows the loss; each recalibration puts it back to one half.
            int start = (step - 1) / 100 * 100 + 10;
            run.training(step, loss, 0.5 + 0.2 * (loss - 2 - 2 * Math.exp(-start / 300.0)));
            run.validation(step, loss);
        }
        for (int step = 100; step < 1000; step += 100) {
            run.event("recalibration", step);
        }
        LambdaLossCorrelation found = LambdaLossCorrelation.of(run.history());
        assertThat(Math.abs(found.all().r() == null ? 1 : found.all().r())).isLessThan(0.7);
        assertThat(found.withoutRecalibrations().r()).isCloseTo(1, within(1e-6));
    }

    @Test
    void withoutRecalibrationsBothAreTheSame() {
        MadeUpRun run = new MadeUpRun();
        Random random = new Random(2);
        for (int step = 10; step <= 200; step += 10) {
            run.training(step, 2.0, 0.5 + 0.01 * random.nextGaussian(), 0.4 + step * 0.001);
            run.validation(step, 3 - step * 0.01);
        }
        LambdaLossCorrelation found = LambdaLossCorrelation.of(run.history());
        assertThat(found.withoutRecalibrations()).isEqualTo(found.all());
        assertThat(found.text()).contains("tau was never recalibrated");
        assertThat(found.layers()).hasSize(2);
        assertThat(found.layers().get(1).layer()).isEqualTo(1);
        assertThat(found.layers().get(1).all().r()).isCloseTo(-1, within(1e-9));
        assertThat(found.layers().get(0).all().r()).isCloseTo(0, within(0.7));
    }

    @Test
    void aScoringIsPairedWithTheLastLineThatTellsOfLambda() {
        MadeUpRun run = new MadeUpRun();
        double[] medians = {0.1, 0.4, 0.2, 0.5, 0.3};
        for (int i = 0; i < medians.length; i++) {
            run.training(10 * i + 1, 2.0, medians[i]);
            run.training(10 * i + 5, 2.0); // in rounds, lines within a round tell nothing of λ
            run.validation(10 * i + 7, medians[i] * 3);
        }
        assertThat(LambdaLossCorrelation.of(run.history()).all().r()).isCloseTo(1, within(1e-9));
    }

    @Test
    void aPairOnBothSidesOfARecalibrationBelongsToNoStretch() {
        MadeUpRun run = new MadeUpRun();
        for (int step = 10; step <= 100; step += 10) {
            run.training(step - 5, 2.0, step * 0.001 * (1 + step % 3));
            run.validation(step, 3 - step * 0.01);
        }
        // After the line of step 45 and before the scoring of step 50.
        run.event("recalibration", 47);
        LambdaLossCorrelation found = LambdaLossCorrelation.of(run.history());
        assertThat(found.all().points()).isEqualTo(10);
        assertThat(found.withoutRecalibrations().points()).isEqualTo(9);
    }

    @Test
    void tooFewPointsSayNothing() {
        MadeUpRun run = new MadeUpRun();
        assertThat(LambdaLossCorrelation.of(run.history()).text()).startsWith("Too few scorings");
        for (int step = 10; step <= 30; step += 10) {
            run.training(step, 2.0, step * 0.01);
            run.validation(step, 3 - step * 0.01);
        }
        LambdaLossCorrelation three = LambdaLossCorrelation.of(run.history());
        assertThat(three.all()).isEqualTo(new Correlation(null, 3));
        for (int step = 40; step <= 80; step += 10) {
            run.training(step, 2.0, step * 0.01);
            run.validation(step, 3 - step * 0.01);
        }
        // One scoring between any two recalibrations.
        for (int step = 10; step < 80; step += 10) {
            run.event("recalibration", step);
        }
        LambdaLossCorrelation found = LambdaLossCorrelation.of(run.history());
        assertThat(found.all().r()).isCloseTo(-1, within(1e-9));
        assertThat(found.withoutRecalibrations()).isEqualTo(new Correlation(null, 0));
        assertThat(found.text()).contains("with too few scorings between");
    }

    @Test
    void aLambdaThatStandsStillHasNone() {
        MadeUpRun run = new MadeUpRun();
        for (int step = 10; step <= 100; step += 10) {
            run.training(step, 2.0, 0.1);
            run.validation(step, 3 - step * 0.01);
        }
        assertThat(LambdaLossCorrelation.of(run.history()).all()).isEqualTo(new Correlation(null, 10));
    }
}
