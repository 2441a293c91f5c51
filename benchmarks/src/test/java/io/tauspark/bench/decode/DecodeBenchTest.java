package io.tauspark.bench.decode;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.tauspark.bench.speed.BenchCommand;
import io.tauspark.bench.speed.EagerPython;
import io.tauspark.bench.speed.Machine;
import io.tauspark.bench.speed.Subject;
import io.tauspark.model.torch.TauGpt;
import io.tauspark.model.torch.TorchEngine;
import io.tauspark.model.torch.TrainedModel;
import io.tauspark.tokens.TokenizerSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecodeBenchTest {
    /** One small layer. */
    private static final List<String> SMALL =
            List.of("tokenizer=bytes", "model.layers=1", "model.width=32", "model.vocabulary=257");

    @TempDir
    private Path directory = Path.of("");

    private int run(String... options) {
        List<String> all = new ArrayList<>(List.of("--root=..", "--python=none", "--preset=quickstart"));
        SMALL.forEach(setting -> all.add("--set=" + setting));
        all.add("--output=" + directory.resolve("found"));
        all.addAll(List.of(options));
        return BenchCommand.execute(new DecodeBench(), all.toArray(String[]::new));
    }

    private String page() throws IOException {
        return Files.readString(directory.resolve("found/decode.md"));
    }

    @Test
    void writesTimeAndSizeOfEveryState() throws IOException {
        int exit = run(
                "--parts=head,model,prefill",
                "--tokens=64,256",
                "--grid-tokens=512",
                "--width=8",
                "--before=256",
                "--prompts=256,512",
                "--rounds=2");
        assertThat(exit).isZero();
        for (String state : List.of("dot", "flat", "exact", "grid")) {
            assertThat(page())
                    .contains("| " + state + " | 63 |", "| " + state + " | 255 |")
                    .contains("| " + state + " | 256 |", "| " + state + " | 512 |");
        }
        assertThat(page())
                .contains("grid | 511 |", "grid of tau", "mean", "One head, width 8", "A whole model, quickstart")
                .doesNotContain("the aim of");
        assertThat(Files.readString(directory.resolve("found/decode.json"))).contains("\"contender\" : \"exact\"");
        assertThat(Files.readString(directory.resolve("found/decode.html")))
                .contains("Reading a prompt", "Time by length", "docs/quality.md</a>");
    }

    @Test
    void runsThePublishedTableAgainWithATrainedModelBesideIt() throws IOException {
        String trained = save("tau");
        int exit = run("--parts=paper", "--multipliers=1", "--generated=2,4", "--repeats=2", "--model=" + trained);
        assertThat(exit).isZero();
        for (String shape : List.of("C = 384, m = 1", "trained tau, C = 32, context 500")) {
            for (String state : List.of("dot", "flat")) {
                assertThat(page())
                        .contains("| " + shape + " | " + state + " | 2 |", "| " + shape + " | " + state + " | 4 |");
            }
        }
        // One of two vectors of 384 numbers for each token, and λ and a log-weight instead.
        assertThat(page()).containsPattern("m = 1 \\| flat \\| 4 \\|[^|]*\\|[^|]*\\| 0\\.49");
    }

    @Test
    void refusesWhatCannotBeTimed() throws IOException {
        assertThat(run("--rounds=0")).isEqualTo(2);
        assertThat(run("--tokens=1")).isEqualTo(2);
        assertThat(run("--before=300")).isEqualTo(2);
        assertThat(run("--generated=8,4")).isEqualTo(2);
        assertThat(run("--parts=heads")).isEqualTo(2);
        assertThat(run("--parts=paper", "--multipliers=", "--model=" + save("dot")))
                .isEqualTo(2);
        assertThat(directory.resolve("found")).doesNotExist();
    }

    private String save(String kind) throws IOException {
        Path model = directory.resolve(kind);
        try (NDManager manager = TorchEngine.open(1);
                TauGpt gpt = Subject.open(new Subject("quickstart", kind, SMALL).config(500), manager)) {
            gpt.calibrate(new int[][] {new int[40]});
            TrainedModel.of(gpt, TokenizerSource.bytes(), null)
                    .save(new org.apache.hadoop.fs.Path(model.toUri()), new Configuration());
        }
        return model.toString();
    }

    @Test
    void tellsTheAimsThatWereMetAndMissed() {
        DecodeReport report = new DecodeReport(
                Instant.EPOCH,
                new Machine("a processor", 2, 1, "a system", "17"),
                0.5,
                "PyTorch 2",
                List.of(
                        head("dot", 0, 100, 500_000),
                        head("exact", 0, 25, 300_000),
                        head("grid", 0, 10, 40_000),
                        head("dot", 1, 50, 500_000),
                        head("exact", 1, 10, 300_000),
                        head("grid", 1, 10, 400_000),
                        model("exact", 0, 10),
                        model("exact", 1, 14),
                        model(EagerPython.NAME, 0, 18)));
        // Rounds are compared with themselves: 100 to 25 and 50 to 10.
        assertThat(report.markdown())
                .contains("| 4.50 (4.00–5.00) |")
                .contains("`exact` at 1,023 tokens: 4.5 times as fast as `dot`, which meets the aim of 2.0.")
                .contains(
                        "`grid` at 1,023 tokens: 7.5 times as fast as `dot`, which misses the aim of 20.0 with less than")
                .contains("`exact` at 1,024 tokens: 1.5 times as fast as `PyTorch dot`, which misses the aim of 2.0.")
                .doesNotContain("65,535");
    }

    private static DecodeTime head(String state, int round, double micros, long bytes) {
        return new DecodeTime(Part.HEAD, "width 64", state, 1023, round, micros, bytes);
    }

    private static DecodeTime model(String state, int round, double micros) {
        return new DecodeTime(Part.MODEL, "30m", state, 1024, round, micros, 1);
    }
}
