package io.tauspark.tokenizer;

import io.tauspark.page.Axis;
import io.tauspark.page.Blocks;
import io.tauspark.page.Element;
import io.tauspark.page.NumberText;
import io.tauspark.page.Page;
import io.tauspark.page.Table;
import io.tauspark.page.Table.Column;
import io.tauspark.page.XyChart;
import io.tauspark.page.XyChart.Series;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The report of a tokenizer as a page: how short it makes texts, by its size, and what its longest tokens are. */
final class TokenizerPage {
    private static final int DECIMALS = 3;

    private TokenizerPage() {}

    /** A whole HTML page that needs no other file. */
    static String html(String name, TokenizerReport report) {
        MeasuredText judged = judged(report);
        Page page = new Page(
                "Tokenizer “%s”".formatted(name),
                String.format(
                        Locale.ROOT,
                        "byte-level BPE, %,d ids%s",
                        report.vocabulary(),
                        report.chosen() ? ", a number that the corpus chose" : ""));
        Map<String, String> tiles = new LinkedHashMap<>();
        tiles.put("ids", NumberText.of(report.vocabulary()));
        tiles.put("bytes to a token", NumberText.fixed(judged.whole().bytesPerToken(), DECIMALS));
        tiles.put("tokens to a word", NumberText.fixed(judged.whole().tokensPerWord(), DECIMALS));
        tiles.put("learnt tokens seen 100 times", NumberText.percent(frequentShare(report.learnt())));
        page.add(Blocks.tiles(tiles));
        page.section("Compression by size", sizes(report).toArray(Element[]::new));
        page.section("Learnt from", Blocks.facts(learnt(report)));
        if (!report.longest().isEmpty()) {
            page.section(
                    "Longest tokens",
                    Blocks.paragraph("A blank is shown as ␣, the end of a line as ⏎, half a character as �."),
                    longest(report));
        }
        return page.html();
    }

    /** The documents that it was not learnt from, where there are any. */
    private static MeasuredText judged(TokenizerReport report) {
        MeasuredText validation = report.validation();
        return validation == null ? report.training() : validation;
    }

    private static double frequentShare(TokenizerReport.Learnt learnt) {
        return learnt.merges() == 0 ? 1 : (double) learnt.frequent() / learnt.merges();
    }

    private static List<Element> sizes(TokenizerReport report) {
        List<Element> elements = new ArrayList<>();
        elements.add(Blocks.paragraph(
                "A vocabulary of fewer ids is the beginning of this one, so that one run shows what each size would give."
                        + (report.validation() == null
                                ? ""
                                : " Validation documents are the ones to judge by: nothing was learnt from them.")));
        if (report.training().sizes().size() > 1) {
            elements.add(Blocks.figure(chart(report), ""));
        }
        elements.add(table(report).html());
        return elements;
    }

    private static XyChart chart(TokenizerReport report) {
        List<Series> series = new ArrayList<>(List.of(series("training documents", report.training())));
        MeasuredText validation = report.validation();
        if (validation != null) {
            series.add(series("validation documents", validation));
        }
        double highest = series.stream()
                .flatMap(line -> line.ys().stream())
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(1);
        return XyChart.lines(
                "Bytes to a token",
                "Bytes of text to a token over the number of ids, up to %s with all of them."
                        .formatted(NumberText.fixed(judged(report).whole().bytesPerToken(), DECIMALS)),
                Axis.counts("ids", 0, report.vocabulary()),
                Axis.round("bytes to a token", 0, highest),
                series);
    }

    private static Series series(String name, MeasuredText text) {
        return new Series(
                name,
                text.sizes().stream().map(size -> (double) size.vocabulary()).toList(),
                text.sizes().stream().map(MeasuredText.Size::bytesPerToken).toList());
    }

    private static Table table(TokenizerReport report) {
        List<Column> columns = new ArrayList<>(List.of(Column.number("ids")));
        columns.addAll(columns("training"));
        MeasuredText validation = report.validation();
        if (validation != null) {
            columns.addAll(columns("validation"));
        }
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < report.training().sizes().size(); i++) {
            MeasuredText.Size training = report.training().sizes().get(i);
            List<String> row = new ArrayList<>(List.of(NumberText.of(training.vocabulary())));
            row.addAll(cells(training));
            if (validation != null) {
                row.addAll(cells(validation.sizes().get(i)));
            }
            rows.add(row);
        }
        return new Table(columns, rows);
    }

    private static List<Column> columns(String split) {
        return List.of(
                Column.number(split + ": tokens"),
                Column.number("bytes to a token"),
                Column.number("tokens to a word"));
    }

    private static List<String> cells(MeasuredText.Size size) {
        return List.of(
                NumberText.of(size.tokens()),
                NumberText.fixed(size.bytesPerToken(), DECIMALS),
                NumberText.fixed(size.tokensPerWord(), DECIMALS));
    }

    private static Map<String, String> learnt(TokenizerReport report) {
        TokenizerReport.Learnt learnt = report.learnt();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("training documents", NumberText.of(report.training().documents()));
        facts.put("bytes", NumberText.of(report.training().bytes()));
        facts.put("words", NumberText.of(report.training().words()));
        facts.put("pre-tokens", NumberText.of(report.training().preTokens()));
        facts.put("distinct pre-tokens kept", NumberText.of(learnt.words()));
        facts.put(
                "distinct pre-tokens left out",
                "%s, %s occurrences"
                        .formatted(NumberText.of(learnt.wordsLeftOut()), NumberText.of(learnt.occurrencesLeftOut())));
        facts.put("learnt tokens", NumberText.of(learnt.merges()));
        facts.put("of these, at least 100 times there", NumberText.of(learnt.frequent()));
        facts.put("ids that stand nowhere there", NumberText.of(learnt.unseen()));
        facts.put("special tokens", String.join(" ", report.special()));
        return facts;
    }

    private static Element longest(TokenizerReport report) {
        return new Table(
                        List.of(
                                Column.text("token"),
                                Column.number("id"),
                                Column.number("bytes"),
                                Column.number("times in training documents")),
                        report.longest().stream()
                                .map(token -> List.of(
                                        visible(token.text()),
                                        NumberText.of(token.id()),
                                        NumberText.of(token.bytes()),
                                        NumberText.of(token.count())))
                                .toList())
                .html();
    }

    private static String visible(String text) {
        return text.replace(' ', '␣').replace("\n", "⏎").replace("\t", "⇥").replaceAll("\\p{Cntrl}", "�");
    }
}
