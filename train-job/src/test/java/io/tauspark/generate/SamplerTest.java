package io.tauspark.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SamplerTest {
    private final float[] logits = {0, 2, 1, -1};

    @Test
    void zeroTemperatureAndTopOneTakeTheLikeliest() {
        assertThat(new Sampler(new Sampling(0, 0, 1)).next(logits)).isEqualTo(1);
        Sampler topOne = new Sampler(new Sampling(1, 1, 1));
        for (int draw = 0; draw < 50; draw++) {
            assertThat(topOne.next(logits)).isEqualTo(1);
        }
    }

    @Test
    void drawsFollowTheSoftmaxAtTheTemperature() {
        int draws = 40_000;
        double[] shares = shares(new Sampling(2, 0, 7), draws);
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
        double[] shares = shares(new Sampling(1, 2, 7), 2000);
        assertThat(shares[0]).isZero();
        assertThat(shares[3]).isZero();
        assertThat(shares[2]).isPositive();
    }

    @Test
    void theSeedDecides() {
        assertThat(shares(new Sampling(1, 0, 3), 100)).isEqualTo(shares(new Sampling(1, 0, 3), 100));
        assertThat(shares(new Sampling(1, 0, 3), 100)).isNotEqualTo(shares(new Sampling(1, 0, 4), 100));
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
