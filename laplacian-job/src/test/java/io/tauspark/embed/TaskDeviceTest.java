package io.tauspark.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.tauspark.config.InvalidInput;
import java.util.Map;
import org.apache.spark.resource.ResourceInformation;
import org.junit.jupiter.api.Test;

class TaskDeviceTest {
    @Test
    void isTheCpuUnlessSparkGivesAGpu() {
        assertThat(TaskDevice.of(Map.of())).isEqualTo(Device.cpu());
        assertThat(TaskDevice.of(Map.of("fpga", resource("fpga", "0")))).isEqualTo(Device.cpu());
        assertThat(TaskDevice.of(Map.of("gpu", resource("gpu")))).isEqualTo(Device.cpu());
    }

    @Test
    void isTheGpuThatTheDiscoveryScriptNamed() {
        // What Spark makes of a script that prints {"name": "gpu", "addresses": ["2", "5"]}.
        ResourceInformation discovered =
                ResourceInformation.parseJson("{\"name\": \"gpu\", \"addresses\": [\"2\", \"5\"]}");
        assertThat(TaskDevice.of(Map.of("gpu", discovered))).isEqualTo(Device.gpu(2));
    }

    @Test
    void refusesAddressesThatAreNoNumbers() {
        assertThatThrownBy(() -> TaskDevice.of(Map.of("gpu", resource("gpu", "GPU-ab12"))))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("GPU address 'GPU-ab12' is not a number")
                .hasMessageContaining("discovery script");
    }

    private static ResourceInformation resource(String name, String... addresses) {
        return new ResourceInformation(name, addresses);
    }
}
