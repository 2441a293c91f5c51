package io.tauspark.model.torch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tauspark.model.CacheSize;
import io.tauspark.train.TrainJob;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Four layers of width 128: 4 heads of width 32 for dot, 16 of width 8 for the others. */
class CacheSizeTest {
    private static CacheSize of(String... settings) {
        List<String> all = new ArrayList<>(List.of("data=d", "memory=m", "output=o", "tokenizer=bytes"));
        all.addAll(List.of(settings));
        return CacheSize.of(TrainJob.configure(all.toArray(String[]::new)).model());
    }

    @Test
    void dotKeepsAKeyAndAValueOfEachToken() {
        assertThat(of("attention=dot", "model.key-weight=none")).isEqualTo(new CacheSize(4 * 4 * (32 + 32) * 4L, 0));
        assertThat(of("attention=dot")).isEqualTo(new CacheSize(4 * 4 * (32 + 32 + 1) * 4L, 0));
    }

    @Test
    void tauKeepsLambdaWeightAndValueAndTheLambdasThatWait() {
        assertThat(of("attention=tau")).isEqualTo(new CacheSize(4 * 16 * (1 + 1 + 8) * 4L, 4 * 8 * 4L));
        assertThat(of("attention=tau", "model.past.delays.tau=0"))
                .isEqualTo(new CacheSize(4 * 16 * (1 + 1 + 8) * 4L, 0));
        assertThat(of("attention=tau", "model.queries-per-key=4", "model.past.delays.tau=[1,2]"))
                .isEqualTo(new CacheSize(4 * 4 * (1 + 1 + 8) * 4L, 4 * (2 + 4) * 4L));
        assertThat(of("attention=reference")).isEqualTo(new CacheSize(4 * 4 * (1 + 32) * 4L, 0));
        assertThat(of("attention=dot", "model.past.delays.dot=1"))
                .isEqualTo(new CacheSize(4 * 4 * (32 + 32 + 1) * 4L, 4 * 4 * 32 * 4L));
    }

    @Test
    void gridAndMeanKeepSumsAndTheLastTokensWhateverTheLength() {
        String[] plain = {"model.past.near.tokens=0", "model.past.delays.grid=0"};
        assertThat(of("attention=grid", plain[0], plain[1])).isEqualTo(new CacheSize(0, 4 * 16 * 65 * (8 + 1) * 4L));
        assertThat(of("attention=mean", plain[0])).isEqualTo(new CacheSize(0, 4 * 16 * (8 + 1) * 4L));
        assertThat(of("attention=grid", plain[0], plain[1], "model.queries-per-key=4"))
                .isEqualTo(new CacheSize(0, 4 * 16 * 65 * (8 + 1) * 4L));
        assertThat(of("attention=local", "model.past.window=20"))
                .isEqualTo(new CacheSize(0, 4 * 4 * 20 * (32 + 32 + 1) * 4L));
        assertThat(of("attention=grid"))
                .isEqualTo(new CacheSize(0, 4 * (16 * (65 * (8 + 1) + 16 * (1 + 1 + 8)) + 8) * 4L));
        assertThat(of("attention=mean")).isEqualTo(new CacheSize(0, 4 * 16 * (8 + 1 + 16 * (1 + 8)) * 4L));
    }
}
