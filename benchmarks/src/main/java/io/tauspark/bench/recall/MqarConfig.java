package io.tauspark.bench.recall;

import io.tauspark.config.Problems;
import io.tauspark.config.RecordBinder;
import io.tauspark.config.RecordBinder.Key;
import io.tauspark.config.Settings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A comparison of variants on multi-query associative recall.
 *
 * @param memory domain memory
 * @param output directory of results
 * @param forms how pairs are written, each a task of its own
 * @param parallel trials at one time
 * @param vocabulary ids of the task
 * @param lessons sizes to learn from, in turns
 * @param papers sizes to be tested with
 * @param examineEvery steps between examinations during a training
 * @param examineSequences sequences of each size of an examination, and of the test
 * @param rates every variant with every seed at each rate; the one with the best last examination counts
 */
record MqarConfig(
        String memory,
        String output,
        int parallel,
        List<MqarForm> forms,
        int vocabulary,
        List<MqarPaper> lessons,
        List<MqarPaper> papers,
        @Key("examine.every") int examineEvery,
        @Key("examine.sequences") int examineSequences,
        Map<Double, Trials> rates) {
    /** The job {@code train} asks for data, which this benchmark makes as it goes. */
    private static final String NO_DATA = "made by rule";

    MqarConfig {
        Problems problems = new Problems()
                .check(parallel >= 1, "parallel", parallel, "must be at least 1")
                .check(
                        !forms.isEmpty() && forms.stream().distinct().count() == forms.size(),
                        "forms",
                        forms.stream().map(MqarForm::title).toList(),
                        "must name at least one form, and none twice")
                .check(examineEvery >= 1, "examine.every", examineEvery, "must be at least 1")
                .check(examineSequences >= 1, "examine.sequences", examineSequences, "must be at least 1")
                .check(!rates.isEmpty(), "rates", "[]", "must name at least one peak rate");
        int most = Math.max(most(lessons), most(papers));
        problems.check(
                vocabulary / 2 > most,
                "vocabulary",
                vocabulary,
                "must be more than twice the largest number of pairs, " + most);
        for (Trials trials : rates.values()) {
            int ids = trials.common().model().vocabulary();
            problems.check(
                    vocabulary <= ids, "vocabulary", vocabulary, "must be at most train.model.vocabulary = " + ids);
            int context = trials.common().model().context();
            int longest = lessons.stream().mapToInt(MqarPaper::tokens).max().orElse(0);
            problems.check(
                    longest == context,
                    "train.model.context",
                    context,
                    "must be the tokens of the longest of lessons, " + longest);
        }
        problems.throwIfAny();
    }

    static MqarConfig from(Settings settings) {
        Problems problems = new Problems();
        List<MqarPaper> lessons = MqarPaper.read("lessons", settings.texts("lessons"), problems);
        List<MqarPaper> papers = MqarPaper.read("papers", settings.texts("papers"), problems);
        problems.throwIfAny();
        return RecordBinder.of(MqarConfig.class)
                .with("lessons", keys -> lessons)
                .with("papers", keys -> papers)
                .with("rates", keys -> keys.group(MqarConfig::trials))
                .apply(settings);
    }

    private static Map<Double, Trials> trials(Settings settings) {
        Map<Double, Trials> trials = new TreeMap<>();
        for (double rate : settings.numbers("rates")) {
            trials.put(
                    rate,
                    Trials.from(
                            settings,
                            Map.of(
                                    "data",
                                    NO_DATA,
                                    "memory",
                                    settings.text("memory"),
                                    "output",
                                    settings.text("output"),
                                    "rate.peak",
                                    rate)));
        }
        return trials;
    }

    /** The trials at any of the rates, which differ in it alone. */
    Trials common() {
        return rates.values().iterator().next();
    }

    private static int most(List<MqarPaper> sizes) {
        return sizes.stream().mapToInt(MqarPaper::pairs).max().orElse(0);
    }
}
