package io.tauspark.diagnosis;

import io.tauspark.diagnosis.Alarm.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The λ of one head over the lines of a run; {@link CollapseAlarm} has the definitions. */
final class HeadTrend {
    private HeadLambda widest;
    private HeadLambda highest;
    private int step;
    private int narrowLines;
    private int fallenLines;
    private boolean collapsed;
    private boolean falling;

    /** Begins with the first line that tells of the head. */
    HeadTrend(HeadLambda first) {
        this.widest = first;
        this.highest = first;
    }

    /** Takes the next line in. */
    List<Alarm> next(int number, HeadLambda now) {
        if (number <= step) {
            // The training went back: lines in a row are those of one history.
            narrowLines = 0;
            fallenLines = 0;
        }
        step = number;
        widest = now.spread() >= widest.spreadAt(now.tau()) ? now : widest;
        highest = now.p50() >= highest.medianAt(now.tau()) ? now : highest;
        double widestSpread = widest.spreadAt(now.tau());
        boolean healthy = now.spread() >= CollapseAlarm.HEALTHY_SHARE * widestSpread;
        boolean narrow = now.spread() < CollapseAlarm.NARROW_SHARE * widestSpread && now.spread() < now.temperature();
        boolean fallen = healthy && now.p50() < CollapseAlarm.FALLEN_SHARE * highest.medianAt(now.tau());
        narrowLines = narrow ? narrowLines + 1 : 0;
        fallenLines = fallen ? fallenLines + 1 : 0;
        collapsed = collapsed && !healthy;
        List<Alarm> alarms = new ArrayList<>();
        if (!collapsed && narrowLines >= CollapseAlarm.LINES) {
            collapsed = true;
            alarms.add(alarm(Kind.COLLAPSE, now, collapse(now, widestSpread)));
        }
        if (!falling && fallenLines >= CollapseAlarm.LINES) {
            falling = true;
            alarms.add(alarm(Kind.MEDIANS_FALLING, now, learning(now)));
        }
        return alarms;
    }

    private Alarm alarm(Kind kind, HeadLambda now, String reason) {
        return new Alarm(kind, step, now.layer(), now.head(), now.spread(), widest.spreadAt(now.tau()), reason);
    }

    private String collapse(HeadLambda now, double widestSpread) {
        boolean alike = now.energyRatio() < CollapseAlarm.HEALTHY_SHARE * widest.energyRatio();
        String cause = alike
                ? "the energies of its tokens have become alike"
                : String.format(
                        Locale.ROOT,
                        "the energies of its tokens still differ, but are far %s tau = %.3g",
                        now.p50() > 0.5 ? "above" : "below",
                        now.tau());
        return text(
                "the spread of lambda (p95 - p05) is %.2g over %d lines, %.0f %% of the widest, and less than the temperature, %.2g: %s",
                now.spread(), CollapseAlarm.LINES, 100 * now.spread() / widestSpread, now.temperature(), cause);
    }

    private String learning(HeadLambda now) {
        return text(
                "the median of lambda has fallen from %.3f to %.3f at tau = %.3g, while its spread is %.0f %% of the"
                        + " widest: lambda still tells tokens apart, so this is no collapse",
                highest.medianAt(now.tau()), now.p50(), now.tau(), 100 * now.spread() / widest.spreadAt(now.tau()));
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
