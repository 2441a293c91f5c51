package io.tauspark.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidInput;
import io.tauspark.job.JobCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportJobTest {
    @TempDir
    private Path folder = Path.of("");

    private static int report(String... arguments) {
        return JobCommand.execute(new ReportJob(), arguments);
    }

    @Test
    void writesThePageAnewIntoTheRunOrWhereItIsTold() throws IOException {
        Path run = RunDirectories.write(folder.resolve("a run"), "metrics.jsonl", RunDirectories.training(1, 4, 1));
        assertThat(report("--run", run.toString())).isZero();
        String page = Files.readString(run.resolve("report.html"));
        Files.writeString(run.resolve("report.html"), page.replace("a run", "an old page"));
        assertThat(report("--run", run.toString())).isZero();
        assertThat(run.resolve("report.html")).hasContent(page);
        Path other = folder.resolve("page.html");
        assertThat(report("--run", run.toString(), "--output", other.toString()))
                .isZero();
        assertThat(other).content().contains("Training “a run”");
    }

    @Test
    void drawsTheLearningCurvesAloneForANotebook() throws IOException {
        Path run = RunDirectories.write(folder.resolve("a run"), "metrics.jsonl", RunDirectories.training(1, 4, 1));
        String page = ReportJob.curves(ReportJob.configure("run=" + run));
        assertThat(page)
                .startsWith("<!DOCTYPE html>")
                .contains("Training “a run”", "<h2>Learning</h2>", "<svg", "nats per token")
                .doesNotContain("<h2>Throughput</h2>");
        assertThat(run.resolve("report.html")).doesNotExist();
        Path silent = RunDirectories.write(
                folder.resolve("silent"),
                "events.jsonl",
                RunDirectories.events("\"event\":\"start\"").get(0));
        assertThat(ReportJob.curves(ReportJob.configure("run=" + silent))).contains("No loss was recorded.");
        assertThatThrownBy(() -> ReportJob.curves(ReportJob.configure("run=" + folder.resolve("gone"))))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("holds no run");
    }

    @Test
    void refusesADirectoryWithoutARunAndWritesNothing() throws IOException {
        int refused = 2;
        assertThat(report("--run", folder.toString())).isEqualTo(refused);
        assertThat(report("--run", folder.resolve("gone").toString())).isEqualTo(refused);
        assertThat(report()).isEqualTo(refused);
        try (var entries = Files.list(folder)) {
            assertThat(entries).isEmpty();
        }
    }
}
