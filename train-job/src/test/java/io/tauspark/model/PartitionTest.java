package io.tauspark.model;

import static io.tauspark.model.Partition.BLOCK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PartitionTest {
    @Test
    void slicesAreWholeBlocksAndAsEvenAsThoseAllow() {
        assertThat(new Partition(5 * BLOCK - 1, 2).bounds()).containsExactly(0, 2 * BLOCK, 5 * BLOCK - 1);
        assertThat(new Partition(5 * BLOCK + 1, 3).bounds()).containsExactly(0, 2 * BLOCK, 4 * BLOCK, 5 * BLOCK + 1);
        assertThat(new Partition(7, 1).bounds()).containsExactly(0, 7);
    }

    @Test
    void membersBeyondTheBlocksOwnNothing() {
        Partition partition = new Partition(BLOCK + 5, 3);
        assertThat(partition.bounds()).containsExactly(0, 0, BLOCK, BLOCK + 5);
        assertThat(partition.from(0)).isEqualTo(partition.to(0));
        assertThat(partition.from(2)).isEqualTo(BLOCK);
        assertThat(partition.to(2)).isEqualTo(BLOCK + 5);
    }

    @Test
    void theLargestVectorHasItsBounds() {
        assertThat(new Partition(Integer.MAX_VALUE, 1024).to(1023)).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void nothingCannotBeShared() {
        assertThatThrownBy(() -> new Partition(0, 2)).hasMessageContaining("0 parameters");
        assertThatThrownBy(() -> new Partition(2, 0)).hasMessageContaining("0 members");
        assertThatThrownBy(() -> new Partition(2, 2).to(2)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
