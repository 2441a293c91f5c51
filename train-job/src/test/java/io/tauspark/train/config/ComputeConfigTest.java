package io.tauspark.train.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.tauspark.config.InvalidInput;
import io.tauspark.model.Precision;
import io.tauspark.model.torch.TorchEngine;
import io.tauspark.train.config.ComputeConfig.DeviceKind;
import io.tauspark.train.config.ComputeConfig.PrecisionKind;
import io.tauspark.train.config.ComputeConfig.SumPlace;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComputeConfigTest {

    @Test
    void autoTakesTheGpuThatSparkGave() {
        ComputeConfig auto = new ComputeConfig(DeviceKind.AUTO, PrecisionKind.AUTO, SumPlace.AUTO);
        assertThat(auto.device(1, Optional.empty())).isEqualTo(Device.cpu());
        assertThat(auto.device(1, Optional.of(3))).isEqualTo(Device.gpu(3));
    }

    @Test
    void aGpuIsTheOneGivenOrTheOneOfTheWorker() {
        ComputeConfig gpu = new ComputeConfig(DeviceKind.GPU, PrecisionKind.AUTO, SumPlace.AUTO);
        assertThat(gpu.device(1, Optional.empty())).isEqualTo(Device.gpu(1));
        assertThat(gpu.device(1, Optional.of(3))).isEqualTo(Device.gpu(3));
        ComputeConfig cpu = new ComputeConfig(DeviceKind.CPU, PrecisionKind.AUTO, SumPlace.AUTO);
        assertThat(cpu.device(1, Optional.of(3))).isEqualTo(Device.cpu());
    }

    @Test
    void precisionFollowsTheDeviceUnlessItIsSet() {
        ComputeConfig auto = new ComputeConfig(DeviceKind.AUTO, PrecisionKind.AUTO, SumPlace.AUTO);
        assertThat(auto.precision(Device.cpu())).isEqualTo(Precision.FLOAT32);
        assertThat(auto.precision(Device.gpu(0))).isEqualTo(Precision.BFLOAT16);
        ComputeConfig half = new ComputeConfig(DeviceKind.AUTO, PrecisionKind.BFLOAT16, SumPlace.AUTO);
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
        ComputeConfig auto = new ComputeConfig(DeviceKind.AUTO, PrecisionKind.AUTO, SumPlace.AUTO);
        assertThat(auto.sumsOn(Device.cpu())).isEqualTo(SumPlace.HEAP);
        assertThat(auto.sumsOn(Device.gpu(0))).isEqualTo(SumPlace.DEVICE);
        ComputeConfig device = new ComputeConfig(DeviceKind.AUTO, PrecisionKind.AUTO, SumPlace.DEVICE);
        assertThat(device.sumsOn(Device.cpu())).isEqualTo(SumPlace.DEVICE);
    }
}
