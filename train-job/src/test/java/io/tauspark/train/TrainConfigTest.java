package io.tauspark.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigRenderOptions;
import org.junit.jupiter.api.Test;

class TrainConfigTest {
    /** A changed default must be changed here too, so that none slips in unseen. */
    @Test
    void defaultsArePinned() {
        String rendered = TrainJob.defaults().root().render(ConfigRenderOptions.concise());
        assertThat(rendered)
                .isEqualTo("{\"batch\":{\"micro-batches\":4,\"windows\":4},"
                        + "\"checkpoint\":{\"every\":500,\"keep\":3},"
                        + "\"data\":null,\"exchange\":{\"timeout\":\"120s\"},\"log\":{\"every\":10},\"memory\":null,"
                        + "\"model\":{\"context\":256,\"heads\":16,\"key-weight\":\"learned\",\"layers\":4,"
                        + "\"softcap\":15,\"width\":128},"
                        + "\"optimizer\":{\"beta1\":0.9,\"beta2\":0.95,\"clip\":1,\"epsilon\":1.0E-9,"
                        + "\"scalar-rate\":5,\"weight-decay\":0.1},"
                        + "\"output\":null,\"overwrite\":false,\"rate\":{\"end\":0.1,\"peak\":0.002,\"warmup\":100},"
                        + "\"seed\":42,\"steps\":2000,\"tokenizer\":\"gpt2\",\"tokenizer-file\":\"\","
                        + "\"validation\":{\"every\":200,\"windows\":400},\"workers\":2}");
    }
}
