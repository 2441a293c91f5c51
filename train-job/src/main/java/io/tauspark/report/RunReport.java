package io.tauspark.report;

import io.tauspark.config.InvalidInput;
import io.tauspark.page.Blocks;
import io.tauspark.page.Page;
import io.tauspark.page.PageFile;
import io.tauspark.run.RunFiles;
import io.tauspark.store.Provenance;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A run as one page that needs no other file: how it went, what attention did, what happened to it, and where it comes
 * from. Runs of older versions and unfinished ones lack files or fields; the page then says what is missing.
 */
public final class RunReport {
    /** The content that each file of a run that may be missing would have shown. */
    private static final Map<String, String> SHOWS = Map.of(
            RunFiles.METRICS, "learning curves and everything about attention",
            RunFiles.EVENTS, "what happened, and whether the training is finished",
            RunFiles.WORKERS, "what each worker did when",
            RunFiles.SAMPLES, "what the model wrote on its way",
            RunFiles.DIAGNOSIS, "whether attention learnt or collapsed",
            Provenance.FILE, "the unigram baseline, the number of parameters, and where the run comes from");

    private RunReport() {}

    /**
     * The page of a run.
     *
     * @param directory of a finished run, or of one that is {@code NAME.unfinished}
     * @throws InvalidInput if there is no run
     */
    public static String html(Path directory, Configuration hadoop) throws IOException {
        return html(Run.read(directory, hadoop));
    }

    /**
     * The learning curves of a run alone, as a small page.
     *
     * @throws InvalidInput if there is no run
     */
    static String curves(Path directory, Configuration hadoop) throws IOException {
        Run run = Run.read(directory, hadoop);
        Page page = new Page("Training “%s”".formatted(run.name()), subtitle(run));
        if (run.history().isEmpty()) {
            page.add(Blocks.paragraph("No loss was recorded."));
        }
        CurveSection.add(page, run);
        return page.html();
    }

    /** Writes the page into the directory of its run, in one step. */
    public static void write(Path directory, Configuration hadoop) throws IOException {
        PageFile.write(new Path(directory, RunFiles.REPORT), html(directory, hadoop), hadoop);
    }

    static String html(Run run) {
        Page page = new Page("Training “%s”".formatted(run.name()), subtitle(run));
        OutcomeSection.add(page, run);
        CurveSection.add(page, run);
        LambdaSection.add(page, run);
        KeySection.add(page, run);
        TemperatureSection.add(page, run);
        LambdaSection.addFlow(page, run);
        DiagnosisSection.add(page, run);
        PaceSection.add(page, run);
        TimelineSection.add(page, run);
        SampleSection.add(page, run);
        EventSection.add(page, run);
        OriginSection.addSettings(page, run);
        OriginSection.addOrigin(page, run);
        missing(page, run);
        return page.html();
    }

    private static String subtitle(Run run) {
        List<String> parts = new ArrayList<>();
        String attention = run.settings().attention();
        if (!attention.isEmpty()) {
            parts.add("attention " + attention);
        }
        add(parts, run, "model.layers", "%d layers");
        add(parts, run, "model.width", "width %d");
        add(parts, run, "model.context", "context %d");
        add(parts, run, "seed", "seed %d");
        return parts.isEmpty() ? "a training of TauGPT" : String.join(" · ", parts);
    }

    private static void add(List<String> parts, Run run, String setting, String text) {
        double value = run.settings().number(setting);
        if (Double.isFinite(value)) {
            parts.add(text.formatted((long) value));
        }
    }

    private static void missing(Page page, Run run) {
        List<String> items = new ArrayList<>();
        for (String file : run.missing()) {
            if (SHOWS.containsKey(file)) {
                items.add("%s: %s".formatted(file, SHOWS.get(file)));
            }
        }
        if (!run.history().isEmpty() && KeySection.isMissing(run)) {
            items.add("effective keys and entropy of heads in metrics.jsonl: what heads look at");
        }
        if (!items.isEmpty()) {
            page.section(
                    "Not in this run",
                    Blocks.paragraph(
                            "What the following would have shown is missing. A finished training writes provenance.json"
                                    + " and diagnosis.json at its end; earlier versions did not write all of these."),
                    Blocks.list(items));
        }
    }
}
