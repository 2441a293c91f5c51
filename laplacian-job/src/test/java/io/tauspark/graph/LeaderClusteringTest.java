package io.tauspark.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeaderClusteringTest {
    private static final double RADIUS = 4;

    @Test
    void theFirstRowIsACentroid() {
        LeaderClustering clustering = clustered(5, 7);
        assertThat(clustering.centroids()).isDeepEqualTo(new double[][] {{7}});
        assertThat(clustering.members()).isOne();
    }

    @Test
    void aNearRowMovesItsCentroidByItsShare() {
        // Squared distances 1 and (8.2 − 7.5)², both below half of the radius.
        LeaderClustering clustering = clustered(5, 7, 8, 8.2);
        assertThat(clustering.centroids()[0][0]).isCloseTo((7 + 8 + 8.2) / 3, within(1e-12));
        assertThat(clustering.members()).isEqualTo(3);
    }

    @Test
    void aRowFartherThanHalfTheRadiusIsACentroidAsLongAsThereAreTooFew() {
        // 2.25 > 4 / 2 in squared distance.
        assertThat(clustered(2, 7, 8.5).centroids()).isDeepEqualTo(new double[][] {{7}, {8.5}});
        assertThat(clustered(1, 7, 8.5).centroids()).isDeepEqualTo(new double[][] {{7.75}});
    }

    @Test
    void aRowOutsideOfAllRadiiCountsOrIsDropped() {
        // 5.76 lies between the radius and one and a half of it, 9 beyond.
        LeaderClustering clustering = clustered(1, 7, 9.4, 10);
        assertThat(clustering.centroids()).isDeepEqualTo(new double[][] {{7}});
        assertThat(clustering.members()).isEqualTo(2);
        assertThat(clustering.dropped()).isOne();
    }

    @Test
    void rowsAreAskedForByTheirDistance() {
        LeaderClustering clustering = new LeaderClustering(2, RADIUS);
        List<Double> seen = new ArrayList<>();
        for (double value : new double[] {7, 9.5, 8}) {
            clustering.add(new double[] {value}, distance -> seen.add(distance) && distance != 6.25);
        }
        assertThat(seen).containsExactly(Double.POSITIVE_INFINITY, 6.25, 1.0);
        assertThat(clustering.fill()).isEqualTo(0.5);
        assertThat(clustering.centroids()).isDeepEqualTo(new double[][] {{7.5}});
    }

    private static LeaderClustering clustered(int most, double... values) {
        LeaderClustering clustering = new LeaderClustering(most, RADIUS);
        for (double value : values) {
            clustering.add(new double[] {value}, distance -> true);
        }
        return clustering;
    }
}
