package io.tauspark.model.torch;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlatTensorTest {

    @ParameterizedTest
    @CsvSource({"FLOAT32, false", "FLOAT32, true", "FLOAT64, false", "FLOAT64, true"})
    void viewsFollowWhatIsWritten(DataType type, boolean copied) {
        try (NDManager manager = TorchEngine.open(1)) {
            FlatTensor tensor =
                    copied ? FlatTensor.copied(manager, type, 6) : FlatTensor.zeros(manager, type, new Crossings(), 6);
            NDArray view = tensor.view(2, new Shape(2, 2));
            tensor.write(1, new float[] {1, 2, 3});
            tensor.write(4, new double[] {4, 5});
            assertThat(view.toType(DataType.FLOAT32, true).toFloatArray()).containsExactly(2, 3, 4, 5);
            float[] all = new float[6];
            tensor.read(all);
            assertThat(all).containsExactly(0, 1, 2, 3, 4, 5);
            float[] part = new float[2];
            tensor.read(3, part);
            assertThat(part).containsExactly(3, 4);
        }
    }
}
