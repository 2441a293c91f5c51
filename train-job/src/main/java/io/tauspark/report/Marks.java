package io.tauspark.report;

import io.tauspark.page.Tone;
import io.tauspark.page.XyChart.Mark;
import io.tauspark.run.RunEnd;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The marks of what happened at which step, for charts over steps. */
final class Marks {
    /** Most places of one kind of mark, as many as can be told apart. */
    private static final int PLACES = 200;

    private Marks() {}

    static List<Mark> recalibrations(Run run) {
        return distinct(
                run,
                run.events("recalibration").stream()
                        .map(event -> new Mark("recalibration", Tone.GOOD, event.step()))
                        .toList());
    }

    /** The steps from which training was taken up again: after unsound steps, lost workers or an end of the driver. */
    static List<Mark> restarts(Run run) {
        List<Mark> marks = new ArrayList<>();
        run.events("restart", "retry", "resume")
                .forEach(event -> marks.add(new Mark("restart", Tone.BAD, event.step())));
        return distinct(run, marks);
    }

    static List<Mark> all(Run run) {
        List<Mark> marks = new ArrayList<>(recalibrations(run));
        RunEnd end = run.end();
        if (end != null && end.published().step() < end.step()) {
            marks.add(new Mark("published model", Tone.GOOD, end.published().step()));
        }
        marks.addAll(restarts(run));
        marks.addAll(distinct(
                run,
                run.events("skipped").stream()
                        .map(event -> new Mark("skipped step", Tone.WARNING, event.step()))
                        .toList()));
        return marks;
    }

    private static List<Mark> distinct(Run run, List<Mark> marks) {
        Set<Long> places = new HashSet<>();
        double apart = Math.max(1, run.history().lastStep()) / (double) PLACES;
        return marks.stream()
                .filter(mark -> Double.isFinite(mark.x()) && places.add((long) Math.floor(mark.x() / apart)))
                .toList();
    }
}
