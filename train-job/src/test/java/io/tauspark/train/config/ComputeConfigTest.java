package io.tauspark.train.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.tauspark.config.InvalidInput;
import io.tauspark.model.Precision;
import io.tauspark.model.torch.LambdaKernel;
import io.tauspark.model.torch.TorchEngine;
import io.tauspark.train.config.ComputeConfig.DeviceKind;
import io.tauspark.train.config.ComputeConfig.KernelKind;
import io.tauspark.train.config.ComputeConfig.PrecisionKind;
import io.tauspark.train.config.ComputeConfig.SumPlace;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComputeConfigTest {

    @Test
    void autoTakesTheGpuThatSparkGave() {
        ComputeConfig auto = new ComputeConfig(DeviceKind.AUTO, PrecisionKind.AUTO, KernelKind.AUTO, SumPlace.AUTO);
        assertThat(auto.device(1, Optional.empty())).isEqualTo(Device.cpu());
        assertThat(auto.device(1, Optional.of(3))).isEqualTo(Device.gpu(3));
    }

    @Test
    void aGpuIsTheOneGivenOrTheOneOfTheWorker() {
        ComputeConfig gpu = new ComputeConfig(DeviceKind.GPU, PrecisionKind.AUTO, KernelKind.AUTO, SumPlace.AUTO);
        assertThat(gpu.device(1, Optional.empty())).isEqualTo(Device.gpu(1));
        assertThat(gpu.device(1, Optional.of(3))).isEqualTo(Device.gpu(3));
        ComputeConfig cpu = new ComputeConfig(DeviceKind.CPU, PrecisionKind.AUTO, KernelKind.AUTO, SumPlace.AUTO);
        assertThat(cpu.device(1, Optional.of(3))).isEqualTo(Device.cpu());
    }

    @Test
    void precisionFollowsTheDeviceUnlessItIsSet() {
        ComputeConfig auto = new ComputeConfig(DeviceKind.AUTO, PrecisionKind.AUTO, KernelKind.AUTO, SumPlace.AUTO);
        assertThat(auto.precision(Device.cpu())).isEqualTo(Precision.FLOAT32);
        assertThat(auto.precision(Device.gpu(0))).isEqualTo(Precision.BFLOAT16);
        ComputeConfig half = new ComputeConfig(DeviceKind.AUTO, PrecisionKind.BFLOAT16, KernelKind.AUTO, SumPlace.AUTO);
        assertThat(half.precision(Device.cpu())).isEqualTo(Precision.BFLOAT16);
    }

    @Test
    void aGpuThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> TorchEngine.open(1, Device.gpu(1000)).close())
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("device=cpu");
    }

    @Test
    void gradientsAreAddedUpWhereTheyAreUnlessThatIsAProcessor() {
        ComputeConfig auto = new ComputeConfig(DeviceKind.AUTO, PrecisionKind.AUTO, KernelKind.AUTO, SumPlace.AUTO);
        assertThat(auto.sumsOn(Device.cpu())).isEqualTo(SumPlace.HEAP);
        assertThat(auto.sumsOn(Device.gpu(0))).isEqualTo(SumPlace.DEVICE);
        ComputeConfig device = new ComputeConfig(DeviceKind.AUTO, PrecisionKind.AUTO, KernelKind.AUTO, SumPlace.DEVICE);
        assertThat(device.sumsOn(Device.cpu())).isEqualTo(SumPlace.DEVICE);
    }

    @Test
    void theCodeOfCellsIsForBfloat16OnAGpuUnlessItIsSet() {
        for (PrecisionKind precision : PrecisionKind.values()) {
            ComputeConfig auto = new ComputeConfig(DeviceKind.AUTO, precision, KernelKind.AUTO, SumPlace.AUTO);
            assertThat(auto.kernel(Device.cpu())).isEqualTo(LambdaKernel.EXACT);
            assertThat(auto.kernel(Device.gpu(0)))
                    .isEqualTo(precision == PrecisionKind.FLOAT32 ? LambdaKernel.EXACT : LambdaKernel.CELLS);
        }
        ComputeConfig exact = new ComputeConfig(DeviceKind.AUTO, PrecisionKind.AUTO, KernelKind.EXACT, SumPlace.AUTO);
        assertThat(exact.kernel(Device.gpu(0))).isEqualTo(LambdaKernel.EXACT);
        ComputeConfig cells =
                new ComputeConfig(DeviceKind.AUTO, PrecisionKind.FLOAT32, KernelKind.CELLS, SumPlace.AUTO);
        assertThat(cells.kernel(Device.cpu())).isEqualTo(LambdaKernel.CELLS);
        assertThatThrownBy(() -> cells.kernel(Device.gpu(0)))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("precision=bfloat16, or lambda-kernel=exact");
    }
}
