package io.tauspark.compare;

import io.tauspark.compare.CompareConfig.Tokenizers;
import io.tauspark.config.Settings;
import io.tauspark.inference.Accuracy;
import io.tauspark.inference.QuestionConfig.Task;
import io.tauspark.page.Blocks;
import io.tauspark.page.Element;
import io.tauspark.page.IntervalChart;
import io.tauspark.page.NumberText;
import io.tauspark.page.Page;
import io.tauspark.page.Table;
import io.tauspark.page.Table.Column;
import io.tauspark.page.Tone;
import io.tauspark.page.XyChart.Series;
import io.tauspark.store.Json;
import io.tauspark.train.config.TrainConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The findings of a comparison so far: {@code compare.json} for programs, {@code compare.html} for people.
 *
 * @param baseline that all others are compared with
 * @param tokenizers whether variants may differ in their tokens
 * @param variants that have finished trials
 * @param verdict what can be said
 * @param choice of models and settings by one half of the validation documents, if that was asked for; the other half
 *     judges then
 * @param outcomes of all trials
 */
public record CompareReport(
        String baseline,
        Tokenizers tokenizers,
        List<ComparedVariant> variants,
        Verdict verdict,
        Optional<SettingChoice> choice,
        List<TrialOutcome> outcomes)
        implements Findings {
    private static final int DECIMALS = 4;
    private static final double MILLION = 1e6;

    private static final String SCORES =
            "Scores are those of the last step, on the validation documents, which no trial has learnt from. Nothing was"
                    + " chosen by them.";
    private static final String HALVES =
            "Scores are those of the test half of the validation documents, which no trial has learnt from and by which"
                    + " nothing was chosen. The selection half chose: of each trial the model, among its last and those of"
                    + " the checkpoints that it kept, and of each variant the settings, where several were tried. Learning"
                    + " curves, and the other scores of trials, are of both halves.";
    private static final String CHANCE =
            "Seeds stand for chance in the first parameters and in the order of the data. Other corpora, other validation"
                    + " documents, longer trainings and other ";
    private static final String UNTUNED = "rates are not in the intervals; no rate was tuned for a variant.";
    private static final String TUNED = "settings than those that were tried are not in the intervals.";

    private static final String SAME_TOKENS =
            "Differences are taken seed by seed: trials of one seed meet the same tokens in the same order.";
    private static final String OTHER_TOKENS =
            "Differences are taken seed by seed, although trials of one seed meet other windows with another tokenizer.";
    private static final String INTERVALS =
            "An interval is Student's t interval of their mean; with two seeds it is 12.7 standard errors wide to each side,"
                    + " with three 4.3, with five 2.8.";
    private static final String ERRORS =
            "Each interval misses the truth in 5 % of cases for itself: among twenty comparisons of equals one looks decided.";

    private static final String TOKENIZERS =
            "Variants may differ in their tokenizers. All learn from as many tokens, in windows of as many, which is more text"
                    + " for one whose tokens are longer: see the costs. Bits per byte compare, losses per token and"
                    + " perplexities do not.";

    private static final String ANSWERS =
            "Right answers are shares in percent, over the seeds, of questions about the validation documents, the same for all"
                    + " models: which text follows on a beginning, and which word stands in a place. Their differences and"
                    + " intervals are taken seed by seed too; that the questions are but some of those that could be asked is"
                    + " not in the intervals.";

    private static final List<String> LIMITS = List.of(
            "tau-permuted deals the memory's features to other heads. Where every head sees the whole memory"
                    + " (model.lambda.regime native or projected, without rope) it only renumbers the rows of learned"
                    + " matrices, so that a difference there is chance.",
            "tokens/s is the median of the logged intervals, while other trials shared the machine: it is no measure of"
                    + " speed where parallel is above 1.",
            "Cache bytes are arithmetic in single precision (4 bytes a number), all layers together: keys and values of"
                    + " dot; λ, log-weight and value of tau; sums at each grid point, or one mean, whatever the length.");

    public CompareReport {
        variants = List.copyOf(variants);
        outcomes = List.copyOf(outcomes);
    }

    static CompareReport of(CompareConfig config, List<TrialOutcome> outcomes) {
        Optional<SettingChoice> choice = config.selection().map(selection -> SettingChoice.of(outcomes));
        List<TrialOutcome> judged = judged(choice, outcomes);
        return new CompareReport(
                config.baseline(),
                config.tokenizers(),
                ComparedVariant.of(judged, config.baseline()),
                Verdict.of(judged, config.variants(), config.baseline()),
                choice,
                outcomes);
    }

    private static List<TrialOutcome> judged(Optional<SettingChoice> choice, List<TrialOutcome> outcomes) {
        return choice.map(chosen -> chosen.judged(outcomes)).orElse(outcomes);
    }

    @Override
    public String summary() {
        StringBuilder text = new StringBuilder();
        choice.ifPresent(chosen -> text.append(chosen.table().markdown()).append('\n'));
        text.append(scores().markdown()).append('\n');
        answers().ifPresent(table -> text.append(table.markdown()).append('\n'));
        verdict.answers()
                .forEach(answer -> text.append(Verdict.sentence(answer)).append(System.lineSeparator()));
        return text.append(verdict.memory()).append(System.lineSeparator()).toString();
    }

    @Override
    public String json() {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("baseline", baseline);
        choice.ifPresent(chosen -> content.put("selection", chosen.points()));
        content.put("variants", variants);
        content.put("verdict", verdict.answers());
        content.put("memory", verdict.memory());
        content.put("notes", notes());
        content.put("trials", outcomes.stream().map(TrialRow::of).toList());
        return Json.pretty(content);
    }

    @Override
    public String html() {
        Page page = new Page("Comparison of attention kinds", subtitle());
        page.add(message());
        if (!variants.isEmpty()) {
            page.section("Scores", scores().html());
            answers().ifPresent(table -> page.section("Right answers", table.html()));
            choice.ifPresent(chosen ->
                    page.section("Chosen by the selection half", chosen.table().html()));
            page.section(
                    "Differences",
                    Blocks.row(
                            intervals("Variants against " + baseline, true),
                            intervals("tau against its controls", false)));
            page.section(
                    "What was found",
                    Blocks.list(
                            verdict.answers().stream().map(Verdict::sentence).toList()));
            page.section("Learning curves", curves());
            page.section("Costs", costs().html());
        }
        page.section("How to read this", Blocks.list(notes()));
        page.section("Trials", TrialRow.table(outcomes, choice.isPresent()).html());
        return page.html();
    }

    private List<String> notes() {
        boolean tuned = choice.isPresent() && choice.get().isAmongSettings();
        String pairs = tokenizers == Tokenizers.ANY ? OTHER_TOKENS : SAME_TOKENS;
        List<String> notes = new ArrayList<>(List.of(
                choice.isPresent() ? HALVES : SCORES, pairs, INTERVALS, ERRORS, CHANCE + (tuned ? TUNED : UNTUNED)));
        if (tokenizers == Tokenizers.ANY) {
            notes.add(TOKENIZERS);
        }
        if (answers().isPresent()) {
            notes.add(ANSWERS);
        }
        notes.addAll(LIMITS);
        return notes;
    }

    private Element message() {
        long open =
                outcomes.stream().filter(outcome -> outcome.result() == null).count();
        List<String> reasons = new ArrayList<>();
        if (open > 0) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "%d of %d trials are not finished, %d of them failed.",
                    open,
                    outcomes.size(),
                    failures().size()));
        }
        Verdict.Answer headline = verdict.headline();
        if (headline == null) {
            return Blocks.message(Tone.WARNING, "There is nothing to compare: name more than one variant.", reasons);
        }
        if (!verdict.memory().isEmpty()) {
            reasons.add(verdict.memory());
        }
        boolean decided = !headline.finding().equals("undecided");
        reasons.add("These seeds, this corpus, this budget: see below how far that carries.");
        return Blocks.message(decided && open == 0 ? Tone.GOOD : Tone.WARNING, Verdict.sentence(headline), reasons);
    }

    private String subtitle() {
        Trial first = outcomes.get(0).trial();
        TrainConfig train = first.train();
        long seeds = outcomes.stream()
                .map(outcome -> outcome.trial().train().seed())
                .distinct()
                .count();
        return String.format(
                Locale.ROOT,
                "%d variants, %d seeds, %s million tokens each in %,d steps; %d layers, width %d, context %d; data %s, memory %s",
                outcomes.stream()
                        .map(outcome -> CompareConfig.variant(outcome.trial()))
                        .distinct()
                        .count(),
                seeds,
                NumberText.of(first.tokens() / MILLION),
                train.steps(),
                train.model().layers(),
                train.model().width(),
                train.model().context(),
                train.data(),
                train.memory());
    }

    private Table scores() {
        List<Column> columns = new ArrayList<>(List.of(Column.text("variant")));
        columns.addAll(ComparedVariant.scoreColumns(choice.isPresent() ? "test bits/byte" : "bits/byte"));
        columns.addAll(
                List.of(Column.number("minus " + baseline), Column.number("95 % interval"), Column.number("ratio")));
        return new Table(
                columns, variants.stream().map(CompareReport::scoreCells).toList());
    }

    private static List<String> scoreCells(ComparedVariant variant) {
        PairedDifference against = variant.againstBaseline();
        List<String> cells = new ArrayList<>(List.of(variant.variant()));
        cells.addAll(variant.scoreCells());
        cells.addAll(differenceCells(against, DECIMALS));
        cells.add(against == null ? "–" : NumberText.fixed(against.ratio().mean(), DECIMALS));
        return cells;
    }

    /** The accuracies of the variants; nothing where no question was asked. */
    private Optional<Table> answers() {
        List<Task> tasks = outcomes.stream()
                .map(TrialOutcome::result)
                .flatMap(result -> result == null ? Stream.of() : result.accuracies().keySet().stream())
                .distinct()
                .sorted()
                .toList();
        List<Column> columns = new ArrayList<>(List.of(Column.text("variant")));
        for (Task task : tasks) {
            columns.addAll(List.of(
                    Column.number(Settings.spelling(task) + ", %"),
                    Column.number("minus " + baseline),
                    Column.number("95 % interval")));
        }
        List<List<String>> rows = new ArrayList<>();
        for (ComparedVariant variant : variants) {
            List<String> cells = new ArrayList<>(List.of(variant.variant()));
            for (Task task : tasks) {
                Map<Long, Double> percents = percents(variant.variant(), task);
                PairedDifference against = variant.variant().equals(baseline)
                        ? null
                        : PairedDifference.of(percents, percents(baseline, task));
                cells.add(
                        percents.isEmpty()
                                ? "–"
                                : Spread.of(List.copyOf(percents.values())).text(1));
                cells.addAll(differenceCells(against, 1));
            }
            rows.add(cells);
        }
        return tasks.isEmpty() ? Optional.empty() : Optional.of(new Table(columns, rows));
    }

    private Map<Long, Double> percents(String variant, Task task) {
        return ComparedVariant.scores(outcomes, variant, result -> {
            Accuracy accuracy = result.accuracies().get(task);
            return accuracy == null ? null : 100 * accuracy.share();
        });
    }

    /** Mean and interval of a difference. */
    private static List<String> differenceCells(@Nullable PairedDifference against, int decimals) {
        Double low = against == null ? null : against.low();
        Double high = against == null ? null : against.high();
        return List.of(
                against == null
                        ? "–"
                        : PairedDifference.signed(against.difference().mean(), decimals),
                low == null || high == null
                        ? "–"
                        : PairedDifference.signed(low, decimals) + " … " + PairedDifference.signed(high, decimals));
    }

    private Table costs() {
        List<Column> columns = new ArrayList<>(List.of(
                Column.text("variant"),
                Column.number("parameters"),
                Column.number("cache bytes per token"),
                Column.number("constant cache bytes"),
                Column.number("tokens/s")));
        if (tokenizers == Tokenizers.ANY) {
            columns.addAll(List.of(
                    Column.number("tokens learnt from"),
                    Column.number("bytes to a token"),
                    Column.number("bytes learnt from, about")));
        }
        return new Table(columns, variants.stream().map(this::costCells).toList());
    }

    private List<String> costCells(ComparedVariant variant) {
        List<String> cells = new ArrayList<>(List.of(
                variant.variant(),
                NumberText.of(variant.parameters()),
                NumberText.of(variant.cache().perToken()),
                NumberText.of(variant.cache().constant()),
                NumberText.of(Math.round(variant.tokensPerSecond()))));
        if (tokenizers == Tokenizers.ANY) {
            cells.addAll(List.of(
                    NumberText.of(variant.tokens()),
                    NumberText.fixed(variant.bytesPerToken(), DECIMALS),
                    NumberText.of(Math.round(variant.tokens() * variant.bytesPerToken()))));
        }
        return cells;
    }

    /** @param toBaseline whether the rows are variants minus the baseline, or tau minus its controls */
    private Element intervals(String title, boolean toBaseline) {
        List<IntervalChart.Row> rows = new ArrayList<>();
        for (Verdict.Answer answer : verdict.answers()) {
            PairedDifference difference = answer.difference();
            if (difference != null && answer.against().equals(baseline) == toBaseline) {
                double mean = difference.difference().mean();
                Double low = difference.low();
                Double high = difference.high();
                rows.add(new IntervalChart.Row(
                        toBaseline ? answer.variant() : answer.against(),
                        mean,
                        low == null ? mean : low,
                        high == null ? mean : high));
            }
        }
        if (rows.isEmpty()) {
            return Blocks.paragraph(title + ": no seed is finished in both.");
        }
        String label = toBaseline ? "bits per byte, minus " + baseline : "bits per byte, tau minus control";
        IntervalChart chart =
                new IntervalChart(title, "Mean difference over the seeds with its 95 % interval.", label, rows);
        return Blocks.figure(
                chart,
                toBaseline ? "Left of zero: better than " + baseline + "." : "Left of zero: better than the control.");
    }

    private Element[] curves() {
        List<String> order = new ArrayList<>(List.of(baseline));
        variants.stream()
                .map(ComparedVariant::variant)
                .filter(name -> !name.equals(baseline))
                .forEach(order::add);
        List<Series> lines = LearningCurves.means(TrialOutcome.curves(judged(choice, outcomes)), order);
        Element scores = LearningCurves.scores("Validation by tokens", lines);
        if (lines.size() < 2 || !lines.get(0).name().equals(baseline)) {
            return new Element[] {scores};
        }
        List<Series> differences = LearningCurves.minusFirst(lines);
        Element minus = LineGroups.figures(
                "The same minus " + baseline,
                "Difference in bits per byte after the same tokens; below zero is better.",
                LearningCurves.tokens(lines),
                LineGroups.around("bits per byte, difference", differences, Series::ys),
                differences);
        return new Element[] {scores, minus};
    }
}
