package io.tauspark.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SamplerTest {
    private final float[] logits = {0, 2, 1, -1};

    @Test
    void zeroTemperatureAndTopOneTakeTheLikeliest() {
        assertThat(new Sampler(new Sampling(1, 0, 0, 1, 0, 1)).next(logits)).isEqualTo(1);
        Sampler topOne = new Sampler(new Sampling(1, 1, 1, 1, 0, 1));
        for (int draw = 0; draw < 50; draw++) {
            assertThat(topOne.next(logits)).isEqualTo(1);
        }
    }

    @Test
    void drawsFollowTheSoftmaxAtTheTemperature() {
        int draws = 40_000;
        double[] shares = shares(new Sampling(1, 2, 0, 1, 0, 7), draws);
        double total = 0;
        for (float logit : logits) {
            total += Math.exp(logit / 2);
        }
        for (int id = 0; id < logits.length; id++) {
            double expected = Math.exp(logits[id] / 2) / total;
            double fourDeviations = 4 * Math.sqrt(expected * (1 - expected) / draws);
            assertThat(shares[id]).isCloseTo(expected, within(fourDeviations));
        }
    }

    @Test
    void topKLeavesTheOthersOut() {
        double[] shares = shares(new Sampling(1, 1, 2, 1, 0, 7), 2000);
        assertThat(shares[0]).isZero();
        assertThat(shares[3]).isZero();
        assertThat(shares[2]).isPositive();
    }

    @Test
    void topPLeavesTheTailOut() {
        // 0.64, 0.24, 0.09 and 0.03: the first two have 0.88 together.
        double[] shares = shares(new Sampling(1, 1, 0, 0.7, 0, 7), 2000);
        assertThat(shares[0]).isZero();
        assertThat(shares[3]).isZero();
        assertThat(shares[1]).isCloseTo(0.64 / 0.88, within(0.05));
        assertThat(shares(new Sampling(1, 1, 0, 0.6, 0, 7), 2000)[1]).isEqualTo(1, within(1e-9));
        assertThat(shares(new Sampling(1, 1, 0, 1e-9, 0, 7), 2000)[1]).isEqualTo(1, within(1e-9));
    }

    @Test
    void amongEqualsTopPTakesTheLowerId() {
        Sampler sampler = new Sampler(new Sampling(1, 1, 0, 0.5, 0, 7));
        for (int draw = 0; draw < 100; draw++) {
            assertThat(sampler.next(new float[] {1, 1, 1, 1})).isLessThan(2);
        }
    }

    @Test
    void minPLeavesOutWhatIsFarLessLikelyThanTheFirst() {
        // As shares of the likeliest: 0.14, 1, 0.37, 0.05.
        double[] shares = shares(new Sampling(1, 1, 0, 1, 0.1, 7), 4000);
        assertThat(shares[3]).isZero();
        assertThat(shares[0]).isPositive();
        assertThat(shares(new Sampling(1, 1, 0, 1, 1, 7), 100)[1]).isEqualTo(1, within(1e-9));
    }

    @Test
    void allLimitsHoldTogether() {
        double[] shares = shares(new Sampling(1, 1, 3, 0.95, 0.2, 7), 4000);
        assertThat(shares[0]).isZero();
        assertThat(shares[3]).isZero();
        assertThat(shares[1] + shares[2]).isEqualTo(1, within(1e-9));
    }

    @Test
    void aPenaltyMakesWhatWasSeenLessLikelyWhateverTheSignOfItsLogit() {
        Sampler sampler = new Sampler(new Sampling(2.5, 0, 0, 1, 0, 1));
        assertThat(sampler.next(logits)).isEqualTo(1);
        sampler.saw(1);
        assertThat(sampler.next(logits)).isEqualTo(2);
        sampler.saw(2);
        assertThat(sampler.next(new float[] {-1, -0.5f, -0.45f, -1})).isEqualTo(0);
        assertThat(logits).containsExactly(0, 2, 1, -1);
    }

    @Test
    void theSeedDecides() {
        assertThat(shares(new Sampling(1, 1, 0, 1, 0, 3), 100)).isEqualTo(shares(new Sampling(1, 1, 0, 1, 0, 3), 100));
        assertThat(shares(new Sampling(1, 1, 0, 1, 0, 3), 100))
                .isNotEqualTo(shares(new Sampling(1, 1, 0, 1, 0, 4), 100));
    }

    private double[] shares(Sampling sampling, int draws) {
        Sampler sampler = new Sampler(sampling);
        double[] shares = new double[logits.length];
        for (int draw = 0; draw < draws; draw++) {
            shares[sampler.next(logits)] += 1.0 / draws;
        }
        return shares;
    }
}
