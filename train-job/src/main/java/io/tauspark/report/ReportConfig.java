package io.tauspark.report;

import io.tauspark.config.Problems;

/**
 * The settings of the command {@code report}.
 *
 * @param run directory of a run, finished or not
 * @param output file that is written; empty for {@code report.html} in the run
 */
public record ReportConfig(String run, String output) {
    public ReportConfig {
        new Problems()
                .check(!run.isBlank(), "run", run, "must name the directory of a run")
                .check(
                        output.isEmpty() || !output.isBlank(),
                        "output",
                        output,
                        "is blank; name a file, or leave it empty for report.html in the run")
                .throwIfAny();
    }
}
