package io.tauspark.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.tauspark.page.TimelineChart.Block;
import io.tauspark.page.TimelineChart.Lane;
import io.tauspark.page.TimelineChart.Mark;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TimelineChartTest {
    private static final Axis SECONDS = Axis.exact("seconds", 0, 85);

    private static Element svg(List<Lane> lanes, Mark... marks) {
        return new TimelineChart(
                        "Workers",
                        "over time",
                        SECONDS,
                        List.of("reading", "training", "saving"),
                        lanes,
                        List.of(marks))
                .svg();
    }

    @Test
    void blocksLieWhereTheirTimesAre() {
        Element svg = svg(List.of(
                new Lane("worker 0", List.of(new Block(0, 17, 0), new Block(17, 85, 1))),
                new Lane("worker <1>", List.of(new Block(34, 51, 1)))));
        // 850 units for 85 seconds, from 90 on; the first of a style is in the legend.
        List<org.w3c.dom.Element> training = Markup.find(svg, "rect", "phase p2");
        assertThat(training).hasSize(3);
        assertThat(Markup.number(training.get(1), "x")).isEqualTo(260);
        assertThat(Markup.number(training.get(1), "width")).isEqualTo(680);
        assertThat(Markup.number(training.get(2), "x")).isEqualTo(430);
        assertThat(Markup.texts(svg, "text", "")).contains("worker 0", "worker <1>", "reading", "seconds");
        assertThat(Markup.texts(svg, "text", "")).as("what nobody did").doesNotContain("saving");
    }

    @Test
    void marksStandInTheirLaneOrInAll() {
        List<Lane> lanes = List.of(new Lane("a", List.of()), new Lane("b", List.of()));
        Element svg = svg(
                lanes,
                new Mark("fault", Tone.BAD, 34, "lost & found", 1),
                new Mark("retry", Tone.WARNING, 51, "again", -1));
        org.w3c.dom.Element fault = Markup.find(svg, "line", "mark bad").get(1);
        org.w3c.dom.Element retry = Markup.find(svg, "line", "mark warning").get(1);
        assertThat(Markup.number(fault, "x1")).isEqualTo(430);
        assertThat(Markup.number(fault, "y1")).isGreaterThan(Markup.number(retry, "y1"));
        assertThat(Markup.texts(svg, "title", "")).contains("lost & found", "again");
    }

    @Test
    void anyNumberOfChangesMakesADrawingOfBoundedSize() {
        List<Block> blocks = IntStream.range(0, 100_000)
                .mapToObj(k -> new Block(k * 85e-5, (k + 1) * 85e-5, k % 3))
                .toList();
        assertThat(Markup.find(svg(List.of(new Lane("worker 0", blocks))), "rect", ""))
                .hasSizeLessThan(900);
    }

    @Test
    void timesBeyondTheAxisAndNoWorkersAreDrawnAtAll() {
        Element svg = svg(List.of(new Lane("worker 0", List.of(new Block(80, 1000, 1)))));
        org.w3c.dom.Element block = Markup.find(svg, "rect", "phase p2").get(1);
        assertThat(Markup.number(block, "x") + Markup.number(block, "width")).isEqualTo(940);
        assertThat(Markup.find(svg(List.of()), "rect", "")).isEmpty();
    }
}
