package io.tauspark.report;

import io.tauspark.page.NumberText;
import io.tauspark.run.EventLine;
import java.util.ArrayList;
import java.util.List;

/** The faults of a training, and remarks on it, in plain words. */
final class RunFaults {
    private RunFaults() {}

    /** The events that one would rather not have seen, a sentence each. */
    static List<String> of(Run run) {
        List<String> faults = new ArrayList<>();
        run.events("failed").forEach(event -> faults.add("It failed: " + event.text("cause") + "."));
        add(
                faults,
                run,
                "skipped",
                "skipped step: the loss or the gradient was not sound",
                "skipped steps: the loss or the gradient was not sound");
        add(
                faults,
                run,
                "restart",
                "return to a checkpoint after unsound steps",
                "returns to a checkpoint after unsound steps");
        add(faults, run, "retry", "failed attempt that another followed", "failed attempts that others followed");
        add(faults, run, "stalled", "worker that was silent for too long", "times a worker was silent for too long");
        add(faults, run, "damaged", "damaged file that was passed over", "damaged files that were passed over");
        add(
                faults,
                run,
                "collapse",
                "collapse of a head: all its keys look alike to it",
                "collapses of heads: all their keys look alike to them");
        run.damages().forEach(damage -> faults.add("For this page: " + damage + "."));
        return faults;
    }

    /** The events that are worth knowing, but no faults. */
    static List<String> remarks(Run run) {
        List<String> remarks = new ArrayList<>();
        add(remarks, run, "resume", "stop, after which training went on", "stops, after which training went on");
        add(remarks, run, "recalibration", "recalibration of τ", "recalibrations of τ");
        add(
                remarks,
                run,
                "recalibration_withheld",
                "recalibration withheld: the validation loss was getting worse",
                "recalibrations withheld: the validation loss was getting worse");
        add(
                remarks,
                run,
                "medians_falling",
                "head whose median λ fell while its spread stayed, so it did not collapse",
                "heads whose median λ fell while their spread stayed, so they did not collapse");
        return remarks;
    }

    private static void add(List<String> sentences, Run run, String name, String one, String several) {
        List<EventLine> events = run.events(name);
        if (events.isEmpty()) {
            return;
        }
        double first = events.get(0).step();
        String where = Double.isFinite(first)
                ? ", %sstep %s".formatted(events.size() == 1 ? "at " : "the first at ", NumberText.of((long) first))
                : "";
        sentences.add("%s %s%s.".formatted(NumberText.of(events.size()), events.size() == 1 ? one : several, where));
    }
}
