package io.tauspark.model;

import static io.tauspark.model.Blocks.SIZE;
import static org.assertj.core.api.Assertions.assertThat;

import io.tauspark.model.ParameterLayout.Matrix;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BlocksTest {
    private static final Matrix SMALL = new Matrix(10, 2, 5);
    private static final Matrix LARGE = new Matrix(20, 2, SIZE);

    @Test
    void blocksEndAtMultiplesOfTheirSize() {
        assertThat(borders(Blocks.even(2 * SIZE + 1))).containsExactly(0, SIZE, 2 * SIZE, 2 * SIZE + 1);
        assertThat(borders(Blocks.even(2 * SIZE))).containsExactly(0, SIZE, 2 * SIZE);
    }

    @Test
    void matricesAreBlocksAndWhatLiesBetweenIsDividedAsEver() {
        Blocks blocks = Blocks.around(List.of(SMALL, LARGE), 4 * SIZE);
        assertThat(borders(blocks)).containsExactly(0, 10, 20, 2 * SIZE + 20, 3 * SIZE, 4 * SIZE);
        assertThat(blocks.end(20)).isEqualTo(2 * SIZE + 20);
        assertThat(blocks.end(SIZE)).isEqualTo(2 * SIZE + 20);
        assertThat(blocks.isBorder(SIZE)).isFalse();
        assertThat(blocks.isBorder(4 * SIZE)).isTrue();
    }

    @Test
    void theFewestBlocksAreTheMatricesAndWhatLiesBetween() {
        assertThat(borders(Blocks.fewest(List.of(SMALL, LARGE), 4 * SIZE)))
                .containsExactly(0, 10, 20, 2 * SIZE + 20, 4 * SIZE);
    }

    private static int[] borders(Blocks blocks) {
        return IntStream.rangeClosed(0, blocks.count()).map(blocks::from).toArray();
    }
}
