package io.tauspark.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Its parts take the better part of ten minutes; here are its options alone. */
class GpuBenchTest {
    private static final int REFUSED = 2;

    @Test
    void aPartNeedsTime() {
        assertThat(BenchCommand.execute(new GpuBench(), new String[] {"--root=none", "--limit=0"}))
                .isEqualTo(REFUSED);
    }
}
