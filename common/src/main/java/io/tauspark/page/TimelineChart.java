package io.tauspark.page;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A chart of what several did at the same time: a lane for each, with blocks of what it did and marks of what happened
 * to it.
 *
 * @param x the axis of time
 * @param phases names of what can be done, at most six; blocks refer to them by their place in this list
 * @param lanes from top to bottom
 * @param marks over all lanes, in the order of time
 */
public record TimelineChart(
        String title, String description, Axis x, List<String> phases, List<Lane> lanes, List<Mark> marks)
        implements Chart {
    private static final double WIDTH = 960;
    private static final double LEFT = 90;
    private static final double RIGHT = 20;
    private static final double BOTTOM = 46;
    private static final double THICK = 24;
    private static final double THIN = 11;
    /** Most thick lanes; where there are more, lanes are thin and only some are named. */
    private static final int MOST_THICK = 24;

    private static final double TICK = 18;
    private static final double LABEL = 40;
    private static final double BASELINE = 4.5;
    private static final double TIP = 5;
    private static final int TALLEST = 6;

    /**
     * @param name who
     * @param blocks in the order of time
     */
    public record Lane(String name, List<Block> blocks) {
        public Lane {
            blocks = List.copyOf(blocks);
        }
    }

    /** @param phase its place in the list of phases */
    public record Block(double from, double to, int phase) {}

    /**
     * @param name what happened, for the legend
     * @param remark what is told of it where it is pointed at
     * @param lane to whom, or a negative number for all
     */
    public record Mark(String name, Tone tone, double at, String remark, int lane) {}

    public TimelineChart {
        phases = List.copyOf(phases);
        lanes = List.copyOf(lanes);
        marks = List.copyOf(marks);
        if (phases.size() > TALLEST) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "timeline '%s' has %d phases, allowed are %d", title, phases.size(), TALLEST));
        }
    }

    @Override
    public Element svg() {
        Legend legend = new Legend(LEFT, WIDTH);
        boolean[] seen = new boolean[phases.size()];
        lanes.forEach(lane -> lane.blocks().forEach(block -> seen[block.phase()] = true));
        for (int phase = 0; phase < seen.length; phase++) {
            if (seen[phase]) {
                legend.area(phases.get(phase), style(phase));
            }
        }
        marks.forEach(mark -> legend.line(mark.name(), "mark " + mark.tone().style()));
        double lane = lanes.size() > MOST_THICK ? THIN : THICK;
        double top = legend.height() + TIP * 2;
        double bottom = top + lane * Math.max(1, lanes.size());
        Element svg =
                Plot.svg(this, WIDTH, bottom + BOTTOM).with("class", "broad").add(legend.elements());
        for (int k = 0; k < lanes.size(); k++) {
            double from = top + k * lane;
            if (lane >= THICK || k % (int) Math.ceil(THICK / lane) == 0) {
                String name = lanes.get(k).name();
                svg.add(Plot.label(LEFT - TIP * 2, from + lane / 2 + BASELINE, "end", name));
            }
            blocks(svg, lanes.get(k), from, lane);
        }
        axis(svg, bottom);
        for (Mark mark : marks) {
            draw(svg, mark, top, bottom, lane);
        }
        return svg;
    }

    private static String style(int phase) {
        return "phase p" + (phase + 1);
    }

    private double across(double time) {
        return LEFT + x.place(Math.min(Math.max(time, x.low()), x.high())) * (WIDTH - LEFT - RIGHT);
    }

    /** Each unit of the drawing shows what filled most of it, so that any number of changes makes a drawing of bounded size. */
    private void blocks(Element svg, Lane lane, double top, double thickness) {
        int units = (int) (WIDTH - LEFT - RIGHT);
        int[] shown = new int[units];
        Arrays.fill(shown, -1);
        double[] most = new double[units];
        for (Block block : lane.blocks()) {
            double from = across(block.from()) - LEFT;
            double to = Math.max(across(block.to()) - LEFT, from);
            for (int unit = (int) Math.min(from, units - 1); unit < units && unit <= to; unit++) {
                double part = Math.min(to, unit + 1) - Math.max(from, unit);
                if (shown[unit] < 0 || part > most[unit]) {
                    shown[unit] = block.phase();
                    most[unit] = part;
                }
            }
        }
        int from = 0;
        for (int unit = 1; unit <= units; unit++) {
            if (unit == units || shown[unit] != shown[from]) {
                if (shown[from] >= 0) {
                    svg.add(block(from, unit, shown[from], top, thickness));
                }
                from = unit;
            }
        }
    }

    private Element block(int from, int to, int phase, double top, double thickness) {
        double gap = thickness / 8;
        return Element.of("rect")
                .with("x", LEFT + from)
                .with("y", top + gap)
                .with("width", (double) to - from)
                .with("height", thickness - 2 * gap)
                .with("class", style(phase))
                .add(Element.of("title", phases.get(phase)));
    }

    private void axis(Element svg, double bottom) {
        svg.add(Plot.line(LEFT, bottom, WIDTH - RIGHT, bottom, "axis"));
        for (double tick : x.ticks()) {
            svg.add(
                    Plot.line(across(tick), bottom, across(tick), bottom + TIP, "axis"),
                    Plot.label(across(tick), bottom + TICK, "middle", x.text(tick)));
        }
        svg.add(Plot.label((LEFT + WIDTH - RIGHT) / 2, bottom + LABEL, "middle", x.label())
                .with("class", "label"));
    }

    private void draw(Element svg, Mark mark, double top, double bottom, double lane) {
        boolean everyone = mark.lane() < 0 || mark.lane() >= lanes.size();
        double at = across(mark.at());
        double from = everyone ? top - TIP : top + mark.lane() * lane;
        double to = everyone ? bottom : from + lane;
        svg.add(Element.of("g")
                .add(
                        Element.of("title", mark.remark()),
                        Plot.line(at, from, at, to, "mark " + mark.tone().style()),
                        Legend.circle(at, from, "tip " + mark.tone().style())));
    }
}
