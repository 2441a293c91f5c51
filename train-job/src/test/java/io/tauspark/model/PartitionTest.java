package io.tauspark.model;

import static io.tauspark.model.Blocks.SIZE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.model.ParameterLayout.Matrix;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartitionTest {
    @Test
    void slicesAreWholeBlocksAndAsEvenAsThoseAllow() {
        assertThat(even(5 * SIZE - 1, 2).bounds()).containsExactly(0, 2 * SIZE, 5 * SIZE - 1);
        assertThat(even(5 * SIZE + 1, 3).bounds()).containsExactly(0, 2 * SIZE, 4 * SIZE, 5 * SIZE + 1);
        assertThat(even(7, 1).bounds()).containsExactly(0, 7);
    }

    @Test
    void membersBeyondTheBlocksOwnNothing() {
        Partition partition = even(SIZE + 5, 3);
        assertThat(partition.bounds()).containsExactly(0, 0, SIZE, SIZE + 5);
        assertThat(partition.from(0)).isEqualTo(partition.to(0));
        assertThat(partition.from(2)).isEqualTo(SIZE);
        assertThat(partition.to(2)).isEqualTo(SIZE + 5);
    }

    @Test
    void theLargestVectorHasItsBounds() {
        assertThat(even(Integer.MAX_VALUE, 1024).to(1023)).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void aMatrixThatIsOneBlockHasOneOwner() {
        // It covers the borders of four blocks.
        Matrix large = new Matrix(SIZE - 3, 3, SIZE);
        Blocks blocks = Blocks.around(List.of(large), 6 * SIZE);
        assertThat(new Partition(blocks, 2).bounds()).containsExactly(0, SIZE - 3, 6 * SIZE);
        assertThat(new Partition(blocks, 7).bounds())
                .containsExactly(0, SIZE - 3, SIZE - 3, SIZE - 3, 4 * SIZE - 3, 4 * SIZE, 5 * SIZE, 6 * SIZE);
    }

    @Test
    void nothingCannotBeShared() {
        assertThatThrownBy(() -> Blocks.even(0)).hasMessageContaining("0 parameters");
        assertThatThrownBy(() -> even(2, 0)).hasMessageContaining("0 members");
        assertThatThrownBy(() -> even(2, 2).to(2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static Partition even(int size, int members) {
        return new Partition(Blocks.even(size), members);
    }
}
