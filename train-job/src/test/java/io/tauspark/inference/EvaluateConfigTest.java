package io.tauspark.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigRenderOptions;
import io.tauspark.config.InvalidConfig;
import org.junit.jupiter.api.Test;

class EvaluateConfigTest {
    private static final String CORPUS =
            "\"format\":\"jsonl\",\"id\":\"id\",\"input\":null,\"model\":null,\"output\":null,\"overwrite\":false,"
                    + "\"record-limit\":\"16MiB\",\"rejected\":{\"limit\":0.05}";

    @Test
    void defaultsArePinned() {
        assertThat(EvaluateJob.defaults().root().render(ConfigRenderOptions.concise()))
                .isEqualTo("{\"beginning\":0.5,\"cloze\":{\"least-documents\":2,\"most-share\":0.05},\"distractors\":3,"
                        + "\"documents\":1000," + CORPUS.replace("}", "},")
                        + "\"seed\":42,\"tasks\":[\"continuation\",\"cloze\"],"
                        + "\"text\":\"text\",\"unit\":\"line\",\"words\":64,\"zstd-window\":\"128MiB\"}");
        assertThat(PerplexityJob.defaults().root().render(ConfigRenderOptions.concise()))
                .isEqualTo("{" + CORPUS + ",\"text\":\"text\",\"unit\":\"line\",\"zstd-window\":\"128MiB\"}");
        assertThat(CompleteJob.defaults().root().render(ConfigRenderOptions.concise()))
                .isEqualTo("{" + CORPUS.replace("\"model\"", "\"min-p\":0,\"model\"")
                        + ",\"repetition-penalty\":1,\"seed\":42,\"stop\":[],\"temperature\":0.7,\"text\":\"text\",\"tokens\":100,"
                        + "\"top-k\":40,\"top-p\":1,\"unit\":\"line\",\"zstd-window\":\"128MiB\"}");
    }

    @Test
    void everyBrokenRuleIsReported() {
        assertThatThrownBy(() -> EvaluateJob.configure(
                        "input=i",
                        "output=",
                        "model=m",
                        "documents=0",
                        "words=3",
                        "beginning=1",
                        "distractors=32",
                        "tasks=[]",
                        "cloze.least-documents=0",
                        "cloze.most-share=0"))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContainingAll("documents: value 0 must lie between 1 and 100000", "words: value 3")
                .hasMessageContainingAll("beginning: value 1.0 must lie between 0 and 1", "distractors: value 32")
                .hasMessageContainingAll(
                        "tasks: value '[]'", "cloze.least-documents: value 0", "cloze.most-share: value 0.0");
    }
}
