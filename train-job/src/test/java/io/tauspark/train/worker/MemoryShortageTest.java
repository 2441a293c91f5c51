package io.tauspark.train.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.tauspark.config.InvalidInput;
import io.tauspark.train.TrainJob;
import io.tauspark.train.config.TrainConfig;
import org.junit.jupiter.api.Test;

class MemoryShortageTest {
    private static final long GIBIBYTE = 1 << 30;
    private static final Device GPU = Device.gpu(1);

    private static TrainConfig config() {
        return TrainJob.configure("data=d", "memory=m", "output=o", "tokenizer=bytes", "batch.windows=48");
    }

    @Test
    void aGpuWithoutRoomForTheParametersIsRefused() {
        assertThatCode(() -> MemoryShortage.refuse(GPU, GIBIBYTE / 16, GIBIBYTE, 80 * GIBIBYTE))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> MemoryShortage.refuse(GPU, GIBIBYTE / 8, GIBIBYTE, 80 * GIBIBYTE))
                .isInstanceOf(InvalidInput.class)
                .hasMessage(
                        "gpu(1) has 1.00 of 80.00 GiB free, but weights, gradient and moments of 134,217,728 parameters"
                                + " take 2.00: free the GPU, give Spark a larger one, or lower model.width or model.layers");
    }

    @Test
    void aProcessorIsNotAsked() {
        assertThatCode(() -> MemoryShortage.refuseOn(Device.cpu(), Long.MAX_VALUE / 16))
                .doesNotThrowAnyException();
    }

    @Test
    void aMicroBatchThatDoesNotFitIsNamedWithWhatToChange() {
        RuntimeException failed = new IllegalStateException(
                "TorchScript method forward_backward failed",
                new IllegalArgumentException("CUDA out of memory. Tried to allocate 2.00 GiB.\nat somewhere"));
        assertThat(MemoryShortage.in(failed, 3, config(), GPU).orElseThrow())
                .hasMessageContaining("micro-batch 3 of batch.windows = 48 windows of model.context = 256 tokens")
                .hasMessageContaining(
                        "memory of gpu(1) (CUDA out of memory. Tried to allocate 2.00 GiB.): lower batch.windows")
                .hasCause(failed);
        RuntimeException onProcessor =
                new IllegalStateException("DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes");
        assertThat(MemoryShortage.in(onProcessor, 0, config(), Device.cpu())).isPresent();
    }

    @Test
    void otherFailuresStayWhatTheyAre() {
        RuntimeException failed = new IllegalStateException("a shape is wrong", new IllegalArgumentException());
        assertThat(MemoryShortage.in(failed, 0, config(), GPU)).isEmpty();
    }
}
