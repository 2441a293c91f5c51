package io.tauspark.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigRenderOptions;
import io.tauspark.config.InvalidConfig;
import io.tauspark.config.Settings;
import io.tauspark.inference.QuestionConfig;
import io.tauspark.model.LaplacianSource;
import io.tauspark.run.PublishedModel;
import io.tauspark.train.config.TrainConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompareConfigTest {
    private static CompareConfig compare(String... settings) {
        List<String> all = new ArrayList<>(List.of("data=d", "memory=m", "output=o"));
        all.addAll(List.of(settings));
        return CompareJob.configure(all.toArray(String[]::new));
    }

    @Test
    void trialsComeSeedBySeed() {
        assertThat(compare("variants=[dot, tau-chain]", "seeds=1,2").trials())
                .extracting(Trial::name)
                .containsExactly("dot seed 1", "tau-chain seed 1", "dot seed 2", "tau-chain seed 2");
    }

    @Test
    void controlsDifferFromTauInTheirGraphAlone() {
        assertThat(compare("seeds=[1]").trials())
                .filteredOn(trial -> trial.group().startsWith("tau"))
                .extracting(trial -> trial.train().model().lambda().laplacian())
                .containsExactly(
                        LaplacianSource.MEMORY,
                        LaplacianSource.PERMUTED,
                        LaplacianSource.RANDOM,
                        LaplacianSource.CHAIN);
    }

    @Test
    void whatCannotBeComparedIsRefused() {
        assertThatThrownBy(() -> compare("variants=[tau]"))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("baseline: value 'dot' must be one of variants = tau");
        assertThatThrownBy(() -> compare("seeds=[]"))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("gives no trial");
        assertThatThrownBy(() -> compare("seeds=[1, 1]"))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("or seeds names something twice");
        assertThatThrownBy(() -> compare("train.rate.peak=0", "parallel=0"))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("train.rate.peak")
                .hasMessageContaining("parallel");
    }

    @Test
    void tokenizersAreComparedWhereThatWasAskedFor() {
        String definitions = "definitions=src/test/resources/io/tauspark/compare/tokenizers.conf";
        String variants = "variants=[dot, words]";
        assertThatThrownBy(() -> compare(definitions, variants))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("variants: value '[dot, words]' must agree in tokenizer and model.vocabulary, to"
                        + " learn from the same text, unless tokenizers = any asks for a comparison of tokenizers");
        assertThat(compare(definitions, variants, "tokenizers=any", "seeds=[1]").trials())
                .extracting(trial -> trial.train().model().vocabulary())
                .containsExactly(257, 50_257);
        assertThatThrownBy(() -> compare(definitions, "variants=[dot, longer]", "tokenizers=any"))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("must agree in data, steps, batch, model.context and validation");
    }

    @Test
    void nothingIsChosenUnlessAHalfIsSetAside() {
        assertThat(compare().selection()).isEmpty();
        assertThat(compare("selection.split=halves", "selection.windows=7").selection())
                .contains(new Selection(7, 100_000));
    }

    @Test
    void settingsThatAreTriedMakeTrialsOfEachVariant() {
        CompareConfig config = compare(
                "variants=[dot, tau]", "seeds=[1]", "selection.split=halves", "selection.grid.rate.peak=1e-3,3e-3");
        assertThat(config.trials())
                .extracting(Trial::name)
                .containsExactly(
                        "dot rate.peak=1e-3 seed 1",
                        "dot rate.peak=3e-3 seed 1",
                        "tau rate.peak=1e-3 seed 1",
                        "tau rate.peak=3e-3 seed 1");
        assertThat(config.trials().get(1).train().rate().peak()).isEqualTo(3e-3);
        assertThat(config.variants()).containsExactly("dot", "tau");
    }

    /** What was chosen by some documents must be judged by others. */
    @Test
    void aChoiceByTheDocumentsThatJudgeIsRefused() {
        assertThatThrownBy(() -> compare("selection.grid.rate.peak=1e-3,3e-3", "selection.test-windows=0"))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("selection.test-windows: value 0 must be at least 1");
        assertThatThrownBy(() -> compare("selection.grid.rate.peak=1e-3,3e-3"))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining(
                        "selection.grid: value 'rate.peak' needs split = halves: the documents that choose must"
                                + " not be those that judge");
        assertThatThrownBy(() -> compare("selection.split=halves", "selection.grid.seed=1,2"))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("selection.grid.seed: cannot be swept: give seeds instead");
        for (String steered : List.of("train.rate.schedule=plateau", "train.calibration.strategy=gated")) {
            assertThat(compare(steered).trials()).isNotEmpty();
            assertThatThrownBy(() -> compare(steered, "selection.split=halves"))
                    .isInstanceOf(InvalidConfig.class)
                    .hasMessageContaining("selection.split: value 'halves' needs rate.schedule constant or cosine, and"
                            + " calibration.strategy fixed or interval: others look at both halves");
        }
    }

    @Test
    void questionsAreAskedIfSomebodyWantsThemAndOfLastModels() {
        assertThat(compare().questions()).isEmpty();
        QuestionConfig asked = compare("questions.documents=200", "questions.distractors=1")
                .questions()
                .orElseThrow();
        assertThat(asked.documents()).isEqualTo(200);
        assertThat(asked.distractors()).isEqualTo(1);
        assertThat(asked.words()).isEqualTo(64);
        assertThatThrownBy(() -> compare("questions.documents=-1"))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("questions.documents: value -1 must lie between 1 and 100000");
        assertThatThrownBy(() -> compare("questions.documents=9", "selection.split=halves"))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("questions.documents: value 9 must be 0 with selection.split = halves");
    }

    @Test
    void variantsLearnFromAsMuchAndAreJudgedByTheirLastModels() {
        assertThat(compare().trials())
                .allSatisfy(trial -> assertThat(trial.train().publish()).isEqualTo(PublishedModel.Rule.LAST));
        assertThatThrownBy(() -> compare("train.stop.patience=2", "train.publish=best"))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining(
                        "train.stop.patience: value 2 must be 0 in a comparison, whose variants all learn from the"
                                + " same tokens")
                .hasMessageContaining(
                        "train.publish: value 'best' must be last in a comparison; selection.split = halves"
                                + " chooses");
    }

    /** Published results depend on it. */
    @Test
    void theQualityBenchmarkIsWhatItSays() {
        CompareConfig config = Settings.read(
                CompareJob.defaults(),
                Path.of("..", "conf", "quality.conf"),
                List.of("data=d", "memory=m", "output=o"),
                CompareConfig::from);
        assertThat(config.variants()).containsExactly("dot", "dot+kw", "tau", "grid", "mean", "mean+kw", "reference");
        assertThat(config.trials()).hasSize(3 * config.variants().size());
        assertThat(config.baseline()).isEqualTo("dot");
        assertThat(config.selection()).contains(new Selection(400, 100_000));
        assertThat(config.trials()).allSatisfy(trial -> {
            TrainConfig train = trial.train();
            assertThat(trial.tokens()).isEqualTo(819_200);
            assertThat(train.tokensPerStep()).isEqualTo(1024);
            assertThat(train.model().layers()).isEqualTo(4);
            assertThat(train.model().context()).isEqualTo(128);
            assertThat(train.rate().peak()).isEqualTo(3e-3);
            assertThat(train.checkpoint().every() * train.checkpoint().keep()).isEqualTo(train.steps());
        });
    }

    /** A changed default must be changed here too, so that none slips in unseen. */
    @Test
    void defaultsArePinned() {
        assertThat(CompareJob.defaults().withoutPath("train").root().render(ConfigRenderOptions.concise()))
                .isEqualTo("{\"baseline\":\"dot\",\"data\":null,\"definitions\":\"\",\"memory\":null,\"output\":null,"
                        + "\"parallel\":2,\"questions\":{\"beginning\":0.5,\"cloze\":{\"least-documents\":2,\"most-share\":0.05},"
                        + "\"distractors\":3,\"documents\":0,\"seed\":42,\"tasks\":[\"continuation\",\"cloze\"],\"words\":64},"
                        + "\"seeds\":[1,2,3],\"selection\":{\"grid\":{},\"split\":\"whole\","
                        + "\"test-windows\":100000,\"windows\":400},\"tokenizers\":\"same\","
                        + "\"variants\":[\"dot\",\"dot+kw\",\"tau\",\"grid\",\"mean\","
                        + "\"mean+kw\",\"reference\",\"tau-permuted\",\"tau-random\",\"tau-chain\"]}");
        Trial trial = compare().trials().get(0);
        assertThat(trial.tokens()).isEqualTo(819_200);
        assertThat(trial.train().workers()).isEqualTo(1);
        assertThat(trial.train().rate().peak()).isEqualTo(3e-3);
        assertThat(trial.train().validation().every()).isEqualTo(100);
    }
}
