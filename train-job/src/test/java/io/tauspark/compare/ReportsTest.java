package io.tauspark.compare;

import static io.tauspark.compare.Outcomes.failed;
import static io.tauspark.compare.Outcomes.finished;
import static io.tauspark.compare.Outcomes.point;
import static io.tauspark.compare.Outcomes.selected;
import static io.tauspark.compare.Outcomes.stopped;
import static io.tauspark.compare.Outcomes.tried;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.tauspark.compare.TrialOutcome.State;
import io.tauspark.compare.halving.Halving;
import io.tauspark.compare.halving.RungScore;
import io.tauspark.inference.Accuracy;
import io.tauspark.inference.QuestionConfig.Task;
import io.tauspark.job.Shortfall;
import io.tauspark.store.Json;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class ReportsTest {
    private static final CompareConfig COMPARISON =
            CompareJob.configure("data=d", "memory=m", "output=o", "variants=[dot, tau, tau-chain]", "seeds=[1, 2]");

    private static CompareReport comparison(TrialOutcome... outcomes) {
        return CompareReport.of(COMPARISON, List.of(outcomes));
    }

    /** Fails unless the page is well-formed. */
    private static void requireMarkup(String html) throws IOException, SAXException, ParserConfigurationException {
        String body = html.substring(html.indexOf("<html"));
        assertThat(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new InputSource(new StringReader(body)))
                        .getElementsByTagName("h1")
                        .getLength())
                .isEqualTo(1);
    }

    @Test
    void aComparisonShowsScoresDifferencesAndCosts() throws Exception {
        CompareReport report = comparison(
                finished("dot", 1, 2.5),
                finished("tau", 1, 2.4),
                finished("dot", 2, 2.7),
                finished("tau", 2, 2.61),
                failed("tau-chain", 1, "the loss <grew> without bounds"));
        requireMarkup(report.html());
        assertThat(report.html())
                .contains("Does tau need fewer bits than dot? Yes: tau minus dot is −0.0950 bits per byte")
                .contains("1 of 5 trials are not finished, 1 of them failed.")
                .contains("the loss &lt;grew&gt; without bounds")
                .contains("cache bytes per token");
        JsonNode json = Json.tree(report.json(), "compare.json");
        assertThat(json.path("variants")
                        .path(1)
                        .path("againstBaseline")
                        .path("seeds")
                        .asInt())
                .isEqualTo(2);
        assertThat(json.path("variants").path(0).path("againstBaseline").isNull())
                .isTrue();
        assertThat(json.path("verdict").path(0).path("finding").asText()).isEqualTo("lower");
        assertThat(json.path("trials").path(4).path("state").asText()).isEqualTo("failed");
        assertThatThrownBy(report::requireAll)
                .isInstanceOf(Shortfall.class)
                .hasMessageContaining("1 of 5 trials failed")
                .hasMessageContaining("tau-chain seed 1: the loss <grew> without bounds");
    }

    @Test
    void aComparisonThatAskedShowsSharesAndTheirDifferences() throws Exception {
        CompareReport report = comparison(
                asked(finished("dot", 1, 2.5), 40),
                asked(finished("tau", 1, 2.4), 50),
                asked(finished("dot", 2, 2.7), 44),
                asked(finished("tau", 2, 2.6), 52));
        requireMarkup(report.html());
        // Differences of 10 and 8 points: 9 ± t(0.975; 1) · √2 / √2 = 9 ± 12.7.
        assertThat(report.summary())
                .contains("| dot | 42.0 (40.0 … 44.0) | – | – |", "| tau | 51.0 (50.0 … 52.0) | +9.0 | −3.7 … +21.7 |");
        assertThat(report.html()).contains("Right answers", "the same for all models");
        assertThat(comparison(finished("dot", 1, 2.5)).html()).doesNotContain("Right answers");
    }

    private static TrialOutcome asked(TrialOutcome outcome, int right) {
        TrialResult result = Objects.requireNonNull(outcome.result());
        return outcome.with(State.FINISHED, result.with(Map.of(Task.CLOZE, new Accuracy(100, right))));
    }

    @Test
    void aComparisonWithASelectionIsJudgedByTheOtherHalf() throws Exception {
        CompareConfig config = CompareJob.configure(
                "data=d",
                "memory=m",
                "output=o",
                "variants=[dot, tau]",
                "seeds=[1, 2]",
                "selection.split=halves",
                "selection.grid.rate.peak=1e-3,3e-3");
        CompareReport report = CompareReport.of(
                config,
                List.of(
                        selected(tried("dot", "1e-3", 1), 800, 2.4, 2.5),
                        selected(tried("dot", "3e-3", 1), 800, 2.6, 2.3),
                        selected(tried("tau", "1e-3", 1), 800, 2.6, 2.2),
                        selected(tried("tau", "3e-3", 1), 700, 2.5, 2.4),
                        selected(tried("dot", "1e-3", 2), 800, 2.4, 2.7),
                        selected(tried("dot", "3e-3", 2), 800, 2.6, 2.3),
                        selected(tried("tau", "1e-3", 2), 800, 2.6, 2.2),
                        selected(tried("tau", "3e-3", 2), 700, 2.5, 2.61)));
        requireMarkup(report.html());
        assertThat(report.html())
                .contains("2 variants, 2 seeds")
                .contains("Chosen by the selection half")
                .contains("Does tau need fewer bits than dot? Yes: tau minus dot is −0.0950 bits per byte")
                .contains("Scores are those of the test half")
                .contains("settings than those that were tried are not in the intervals.")
                .doesNotContain("Nothing was chosen by them")
                .doesNotContain("no rate was tuned");
        assertThat(report.summary())
                .contains("| tau | rate.peak=3e-3 | 2 | 2.5000 | 700, 700 | yes |")
                .contains("| test bits/byte |");
        JsonNode json = Json.tree(report.json(), "compare.json");
        assertThat(json.path("selection").size()).isEqualTo(4);
        assertThat(json.path("selection").path(3).path("chosen").asBoolean()).isTrue();
        assertThat(json.at("/trials/3/result/selected/step").asInt()).isEqualTo(700);
        assertThat(json.at("/trials/3/result/selected/testBitsPerByte").asDouble())
                .isEqualTo(2.4);
    }

    @Test
    void aReportWithoutASelectionSaysNothingOfOne() {
        CompareReport report = comparison(finished("dot", 1, 2.5), finished("tau", 1, 2.4));
        assertThat(report.json()).doesNotContain("selection").doesNotContain("selected");
        assertThat(report.html()).contains("Nothing was chosen by them").doesNotContain("selection half");
    }

    @Test
    void aReportOfNothingYetIsAPageToo() throws Exception {
        requireMarkup(comparison(failed("dot", 1, "full disk")).html());
        requireMarkup(SweepReport.of(List.of(failed("dot", 1, "full disk")), Optional.empty())
                .html());
        requireMarkup(SweepReport.of(List.of(failed("dot", 1, "full disk")), Optional.of(new Halving(2, 2)))
                .html());
    }

    @Test
    void aSweepIsSortedAndPlottedBySetting() throws Exception {
        SweepReport report = SweepReport.of(
                List.of(
                        finished(point(Map.of("rate.peak", "1e-3", "attention", "tau"), 1), 2.6),
                        finished(point(Map.of("rate.peak", "2e-2", "attention", "tau"), 1), 2.4),
                        finished(point(Map.of("rate.peak", "1e-3", "attention", "dot"), 1), 2.5)),
                Optional.empty());
        requireMarkup(report.html());
        assertThat(report.points())
                .extracting(point -> point.bitsPerByte().mean())
                .containsExactly(2.4, 2.5, 2.6);
        assertThat(report.html()).contains("Bits per byte by rate.peak").contains("Bits per byte by attention");
        assertThat(report.summary())
                .contains("is the best so far: 2.4000 bits per byte")
                .contains("with one seed, which says nothing about chance");
        report.requireAll();
    }

    @Test
    void aSweepWithHalvingShowsWhoWasStoppedWhereAndWhatThatSaved() throws Exception {
        List<TrialOutcome> outcomes = List.of(
                stopped(point(Map.of("rate.peak", "1e-4"), 1), 4.0),
                stopped(point(Map.of("rate.peak", "1e-3"), 1), 3.5, 3.2),
                finished(point(Map.of("rate.peak", "4e-3"), 1), 2.4)
                        .at(new RungScore(1, 400, 3.0))
                        .at(new RungScore(2, 600, 2.8))
                        .at(new RungScore(3, 1000, 2.6)),
                TrialOutcome.of(point(Map.of("rate.peak", "9e-1"), 1), List.of(), State.WAITING, "runs/x")
                        .failed("it burst"));
        SweepReport report = SweepReport.of(outcomes, Optional.of(new Halving(3, 2)));
        requireMarkup(report.html());
        // 400, 600, all of one and no steps that are known of, of four times 2,000.
        long done = Objects.requireNonNull(outcomes.get(2).result()).tokens()
                / outcomes.get(2).trial().train().tokensPerStep();
        String sentence = String.format(
                Locale.ROOT,
                "Successive halving stopped 2 of 4 points early: %,d steps were trained instead of 8,000",
                400 + 600 + done);
        assertThat(report.html()).contains("Successive halving", sentence, "rung 3, step 1,000");
        assertThat(report.summary())
                .contains(sentence)
                .contains("| {rate.peak=4e-3} | 3.0000 | 2.8000 | 2.6000 | 2.4000 | the end |")
                .contains("| {rate.peak=1e-3} | 3.5000 | 3.2000 |  |  | stopped at rung 2 |")
                .contains("| {rate.peak=1e-4} | 4.0000 |  |  |  | stopped at rung 1 |")
                .contains("| {rate.peak=9e-1} |  |  |  |  | failed |");
        JsonNode json = Json.tree(report.json(), "sweep.json");
        assertThat(json.at("/halving/points/0/point").asText()).isEqualTo("{rate.peak=4e-3}");
        assertThat(json.at("/halving/points/1/stopped").asInt()).isEqualTo(2);
        assertThat(json.at("/halving/rungs/0/step").asInt()).isEqualTo(400);
        assertThat(json.at("/trials/0/state").asText()).isEqualTo("stopped");
        assertThat(json.at("/trials/0/reason").asText())
                .isEqualTo("stopped at rung 1, step 400, with 4.0000 bits per byte");
        assertThat(json.at("/trials/1/rungs/1/bitsPerByte").asDouble()).isEqualTo(3.2);
        // Who was stopped has not failed.
        assertThat(report.failures()).hasSize(1);
    }
}
