package io.tauspark.compare;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tauspark.compare.halving.RungScore;
import io.tauspark.config.Settings;
import io.tauspark.page.NumberText;
import io.tauspark.page.Table;
import io.tauspark.page.Table.Column;
import io.tauspark.train.worker.SelectedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A trial as reports list it.
 *
 * @param name what no other trial is called
 * @param group what trials that differ in their seed alone have in common
 * @param settings that differ between trials
 * @param also names of trials that are the same training
 * @param state {@code waiting}, {@code running}, {@code finished}, {@code reused}, {@code stopped} or {@code failed}
 * @param run directory of its run, below that of the report
 * @param reason why it failed or was stopped, or null
 * @param result of a finished trial, or null
 * @param rungs its scores at the rungs of successive halving that it has reached
 */
record TrialRow(
        String name,
        String group,
        long seed,
        Map<String, String> settings,
        List<String> also,
        String state,
        String run,
        @Nullable String reason,
        @Nullable TrialResult result,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<RungScore> rungs) {
    private static final int DECIMALS = 4;

    static TrialRow of(TrialOutcome outcome) {
        Trial trial = outcome.trial();
        return new TrialRow(
                trial.name(),
                trial.group(),
                trial.train().seed(),
                trial.settings(),
                outcome.also(),
                Settings.spelling(outcome.state()),
                outcome.run(),
                outcome.reason(),
                outcome.result(),
                outcome.rungs());
    }

    /**
     * All trials with what came of each.
     *
     * @param selection whether models were chosen
     */
    static Table table(List<TrialOutcome> outcomes, boolean selection) {
        List<Column> columns = new ArrayList<>(List.of(
                Column.text("trial"),
                Column.text("state"),
                Column.number("bits/byte"),
                Column.number("nats/token"),
                Column.number("perplexity"),
                Column.number("least bits/byte"),
                Column.number("skipped")));
        if (selection) {
            columns.add(Column.number("chosen step"));
            columns.add(Column.number("selection bits/byte"));
            columns.add(Column.number("test bits/byte"));
        }
        columns.add(Column.text("run, or reason"));
        return new Table(
                columns,
                outcomes.stream().map(outcome -> cells(outcome, selection)).toList());
    }

    private static List<String> cells(TrialOutcome outcome, boolean selection) {
        TrialRow row = of(outcome);
        TrialResult result = row.result();
        String also = row.also().isEmpty() ? "" : " = " + String.join(" = ", row.also());
        String reason = row.reason();
        List<String> cells = new ArrayList<>(List.of(
                row.name() + also,
                row.state(),
                result == null ? "" : NumberText.fixed(result.bitsPerByte(), DECIMALS),
                result == null ? "" : NumberText.fixed(result.validationLoss(), DECIMALS),
                result == null ? "" : NumberText.fixed(result.perplexity(), 2),
                result == null ? "" : NumberText.fixed(result.leastBitsPerByte(), DECIMALS),
                result == null ? "" : NumberText.of((long) result.skipped())));
        if (selection) {
            SelectedModel selected = result == null ? null : result.selected();
            cells.add(selected == null ? "" : NumberText.of((long) selected.step()));
            cells.add(selected == null ? "" : NumberText.fixed(selected.selectionBitsPerByte(), DECIMALS));
            cells.add(selected == null ? "" : NumberText.fixed(selected.testBitsPerByte(), DECIMALS));
        }
        cells.add(reason == null ? row.run() : reason);
        return cells;
    }
}
