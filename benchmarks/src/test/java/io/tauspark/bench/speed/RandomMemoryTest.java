package io.tauspark.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;

import io.tauspark.memory.Laplacian;
import io.tauspark.memory.LaplacianForm;
import io.tauspark.memory.LaplacianHealth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RandomMemoryTest {
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 48})
    void isTheLaplacianOfAConnectedGraph(int features) {
        Laplacian laplacian = RandomMemory.laplacian(features, 1);
        LaplacianHealth health = LaplacianHealth.of(laplacian, LaplacianForm.COMBINATORIAL);
        health.requireSound();
        assertThat(laplacian.size()).isEqualTo(features);
    }

    @Test
    void isTheSameForTheSameSeed() {
        assertThat(RandomMemory.laplacian(16, 1).at(0, 1))
                .isEqualTo(RandomMemory.laplacian(16, 1).at(0, 1));
        assertThat(RandomMemory.laplacian(16, 1).at(0, 1))
                .isNotEqualTo(RandomMemory.laplacian(16, 2).at(0, 1));
    }
}
