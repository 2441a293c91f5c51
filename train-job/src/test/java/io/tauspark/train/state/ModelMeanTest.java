package io.tauspark.train.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tauspark.model.torch.TrainedModel;
import org.junit.jupiter.api.Test;

class ModelMeanTest {
    private static TrainedModel mean(int... steps) {
        ModelMean mean = new ModelMean();
        for (int step : steps) {
            mean.add(SavedRun.model(step));
        }
        return mean.model();
    }

    @Test
    void isThatOfEachParameterAndOfEachTau() {
        TrainedModel mean = mean(10, 20, 30);
        for (int i = 0; i < mean.parameters().length; i++) {
            double expected = (SavedRun.model(10).parameters()[i]
                            + (double) SavedRun.model(20).parameters()[i]
                            + SavedRun.model(30).parameters()[i])
                    / 3;
            assertThat((double) mean.parameters()[i]).isCloseTo(expected, within(1e-6));
        }
        assertThat(mean.tau()).containsExactly(20, 1.5f);
        assertThat(mean.card()).isEqualTo(SavedRun.model(10).card());
    }

    @Test
    void ofEqualModelsIsTheirEqualToTheBit() {
        assertThat(mean(10, 10, 10).parameters())
                .isEqualTo(SavedRun.model(10).parameters())
                .isNotSameAs(SavedRun.model(10).parameters());
    }

    @Test
    void ofNoModelIsNone() {
        assertThatThrownBy(ModelMeanTest::mean).isInstanceOf(IllegalStateException.class);
    }
}
