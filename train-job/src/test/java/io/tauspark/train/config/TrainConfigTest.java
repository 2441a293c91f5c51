package io.tauspark.train.config;

import static io.tauspark.model.AttentionKind.DOT;
import static io.tauspark.model.AttentionKind.GRID;
import static io.tauspark.model.AttentionKind.TAU;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.typesafe.config.ConfigRenderOptions;
import io.tauspark.config.InvalidConfig;
import io.tauspark.config.Problem;
import io.tauspark.model.ModelConfig;
import io.tauspark.store.Json;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainConfigTest {
    /** A changed default must be changed here too, so that none slips in unseen. */
    @Test
    void defaultsArePinned() {
        String rendered = TrainConfig.defaults().root().render(ConfigRenderOptions.concise());
        assertThat(rendered)
                .isEqualTo("{\"attention\":\"tau\",\"batch\":{\"micro-batches\":4,\"tokens\":0,\"windows\":4},"
                        + "\"calibration\":{\"drift\":0.1,\"every\":200,\"strategy\":\"fixed\",\"tolerance\":0.01},"
                        + "\"checkpoint\":{\"every\":500,\"keep\":3},"
                        + "\"data\":null,\"device\":\"auto\",\"exchange\":{\"timeout\":\"120s\",\"wire\":\"float32\"},"
                        + "\"faults\":{\"retries\":3,\"silence\":\"60s\",\"start\":\"90s\"},"
                        + "\"gradient-sum\":\"auto\",\"guard\":{\"norm\":1000,\"restarts\":3,\"skips\":5},"
                        + "\"lambda-kernel\":\"auto\",\"log\":{\"every\":10},\"memory\":\"\","
                        + "\"mlflow\":{\"experiment\":\"tauspark\",\"uri\":\"\"},"
                        + "\"model\":{\"context\":null,\"dropout\":0,\"heads\":{\"dot\":null,\"grid\":null,"
                        + "\"mean\":null,\"reference\":null,\"tau\":null},\"key-weight\":\"learned\","
                        + "\"lambda\":{\"cells\":64,\"laplacian\":\"memory\",\"least-temperature\":0.0115,\"regime\":\"kron\",\"rope\":false,\"tau\":\"median\","
                        + "\"temperature\":\"learned\"},\"layers\":null,\"memory\":{\"spread\":{\"factors\":\"laplacian\",\"graph\":\"memory\",\"rank\":128},\"use\":[\"features\"],\"vectors\":\"memory\"},\"mlp\":4,\"past\":{\"delays\":{\"dot\":[0],\"grid\":[0,1],\"tau\":[0,1]},\"equal-start\":[\"tau\",\"grid\"],"
                        + "\"forget\":[true],\"near\":{\"rungs\":8,\"start\":3,\"tokens\":16},\"window\":32},\"preset\":\"quickstart\","
                        + "\"queries-per-key\":1,\"shortcut\":{\"stream\":false,\"values\":false},\"softcap\":15,\"tied\":null,\"vocabulary\":null,\"width\":null},"
                        + "\"optimizer\":{\"beta1\":0.9,\"beta2\":0.95,\"clip\":1,\"embedding-rate\":\"auto\",\"epsilon\":1.0E-9,"
                        + "\"matrices\":\"muon\",\"muon\":{\"iterations\":5,\"momentum\":0.95,\"rate\":3},"
                        + "\"scalar-rate\":5,\"weight-decay\":0.1},"
                        + "\"output\":null,\"overwrite\":false,"
                        + "\"parallel\":{\"mode\":\"sync\",\"rounds\":{\"outer-momentum\":0.9,\"outer-rate\":0.7,\"steps\":100},\"task\":{\"cpus\":0,\"gpus\":0}},"
                        + "\"precision\":\"auto\",\"publish\":\"best\",\"rate\":{\"end\":0.1,\"peak\":0.002,"
                        + "\"plateau\":{\"factor\":0.5,\"least\":0.01,\"patience\":5,\"threshold\":0.001},"
                        + "\"schedule\":\"cosine\",\"warmup\":100},"
                        + "\"resume\":true,\"samples\":{\"prompts\":[],\"tokens\":40},\"seed\":42,\"start\":{\"model\":\"\"},\"steps\":2000,\"stop\":{\"patience\":0,\"threshold\":0.001},\"tokenizer\":\"gpt2\",\"tokenizer-file\":\"\","
                        + "\"validation\":{\"every\":200,\"windows\":400},\"workers\":2}");
    }

    @Test
    void itsJsonIsThatOfEarlierRuns() {
        assertThat(Json.line(configure()))
                .contains(
                        "\"compute\":{\"device\":\"AUTO\",\"precision\":\"AUTO\",\"lambdaKernel\":\"AUTO\",\"gradientSum\":\"AUTO\"},\"logEvery\":10,"
                                + "\"validationEvery\":200,\"validationWindows\":400,"
                                + "\"checkpointEvery\":500,\"checkpointKeep\":3,\"parallel\":{");
    }

    @Test
    void presetsArePinned() {
        String rendered = TrainConfig.presets().root().render(ConfigRenderOptions.concise());
        assertThat(rendered)
                .isEqualTo("{\"100m\":{\"context\":1024,\"heads\":{\"dot\":12,\"grid\":42,\"mean\":42,"
                        + "\"reference\":12,\"tau\":42},\"layers\":12,\"tied\":true,\"vocabulary\":50304,"
                        + "\"width\":672},"
                        + "\"30m\":{\"context\":1024,\"heads\":{\"dot\":6,\"grid\":24,\"mean\":24,"
                        + "\"reference\":6,\"tau\":24},\"layers\":6,\"tied\":true,\"vocabulary\":50304,"
                        + "\"width\":384},"
                        + "\"quickstart\":{\"context\":256,\"heads\":{\"dot\":4,\"grid\":16,\"mean\":16,"
                        + "\"reference\":4,\"tau\":16},\"layers\":4,\"tied\":false,\"vocabulary\":0,"
                        + "\"width\":128}}");
    }

    @Test
    void aPresetFillsInWhatIsNotSet() {
        ModelConfig model = configure("model.preset=30m", "model.layers=2").model();
        assertThat(model.layers()).isEqualTo(2);
        assertThat(model.width()).isEqualTo(384);
        assertThat(model.vocabulary()).isEqualTo(50_304);
        assertThat(configure("model.vocabulary=300").model().vocabulary()).isEqualTo(300);
    }

    @Test
    void attentionIsOneKindOrAListPerLayerOrSharesOfALayer() {
        assertThat(configure("attention=grid").model().attention()).isEqualTo(List.of(List.of(GRID)));
        assertThat(configure("attention=[tau, dot, tau, dot]").model().attention())
                .isEqualTo(List.of(List.of(TAU), List.of(DOT), List.of(TAU), List.of(DOT)));
        assertThat(configure("attention=[[tau, tau, tau, dot]]").model().attention())
                .isEqualTo(List.of(List.of(TAU, TAU, TAU, DOT)));
    }

    @Test
    void aModelThatCannotBeIsRefusedWithEveryReason() {
        assertThat(keys("attention=[tau, dot]")).containsExactly("attention");
        assertThat(keys("attention=tua")).containsExactly("attention");
        assertThat(keys("model.preset=31m")).containsExactly("model.preset");
        assertThat(keys("attention=dot", "model.width=36", "model.heads.dot=12"))
                .containsExactly("model.heads.dot");
        assertThat(keys("model.heads.tau=5")).containsExactly("model.width");
        assertThat(keys("model.queries-per-key=3")).containsExactly("model.queries-per-key");
        assertThat(keys("attention=[[tau, dot]]", "model.heads.dot=1")).containsExactly("model.heads.dot");
        assertThat(keys("model.lambda.temperature=0.001")).containsExactly("model.lambda.temperature");
        assertThat(keys("model.lambda.tau=much")).containsExactly("model.lambda.tau");
        assertThat(keys("model.vocabulary=100")).containsExactly("model.vocabulary");
        assertThat(keys("model.softcap=50", "model.dropout=1")).containsExactly("model.dropout", "model.softcap");
    }

    @Test
    void whatNoMachineHoldsIsRefused() {
        assertThat(keys("model.layers=2000000000")).containsExactly("model.width");
        assertThat(keys("model.width=1000000000")).containsExactly("model.width");
        assertThat(keys("model.vocabulary=2147483647")).containsExactly("model.width");
        assertThat(keys("model.context=2147483647")).containsExactly("model.context");
        assertThat(keys("batch.windows=2147483647")).containsExactly("batch.windows");
        assertThat(keys("samples.tokens=2147483647")).containsExactly("samples.tokens");
    }

    @Test
    void onlyTheAddressOfAServerIsOne() {
        for (String sound : List.of("", "http://tracking:5000", "https://tracking.example/mlflow/")) {
            assertThat(configure("mlflow.uri=\"" + sound + "\"").mlflow().uri()).isEqualTo(sound);
        }
        for (String bad : List.of("tracking:5000", "file:/mlruns", "http://", "http://user:word@host", "http://a b")) {
            assertThat(keys("mlflow.uri=\"" + bad + "\"")).containsExactly("mlflow.uri");
        }
        assertThat(keys("mlflow.experiment=\" \"")).containsExactly("mlflow.experiment");
    }

    @Test
    void blankPathsAreRefusedWithWhatToName() {
        assertThat(keys("data=", "output=\"  \"", "memory=\" \"")).containsExactly("data", "memory", "output");
    }

    @Test
    void aTrainingOnAClusterThatCannotBeIsRefusedWithEveryReason() {
        assertThat(keys("parallel.mode=async")).containsExactly("parallel.mode");
        assertThat(keys("parallel.rounds.steps=0", "parallel.rounds.outer-rate=0", "parallel.rounds.outer-momentum=1"))
                .containsExactly(
                        "parallel.rounds.outer-momentum", "parallel.rounds.outer-rate", "parallel.rounds.steps");
        assertThat(keys("exchange.timeout=10ms")).containsExactly("exchange.timeout");
        assertThat(keys("exchange.wire=float16")).containsExactly("exchange.wire");
        assertThat(keys("faults.retries=-1", "faults.silence=1s", "faults.start=0s"))
                .containsExactly("faults.retries", "faults.silence", "faults.start");
        assertThat(keys("calibration.strategy=often")).containsExactly("calibration.strategy");
        assertThat(keys("calibration.every=0", "calibration.drift=-1", "calibration.tolerance=1"))
                .containsExactly("calibration.drift", "calibration.every", "calibration.tolerance");
        assertThat(keys("guard.norm=0", "guard.skips=0", "guard.restarts=-1"))
                .containsExactly("guard.norm", "guard.restarts", "guard.skips");
    }

    @Test
    void anEndThatCannotComeIsRefusedWithWhatToLower() {
        assertThat(keys("stop.patience=-1", "stop.threshold=1")).containsExactly("stop.patience", "stop.threshold");
        assertThat(configure("steps=1000", "validation.every=200", "stop.patience=3")
                        .stop()
                        .patience())
                .isEqualTo(3);
        InvalidConfig refused = catchThrowableOfType(
                InvalidConfig.class, () -> configure("steps=1000", "validation.every=200", "stop.patience=4"));
        assertThat(refused)
                .hasMessageContaining(
                        "stop.patience: value 4 needs 5 scorings before the last step, and validation.every = 200"
                                + " with steps = 1000 gives 4: lower it or validation.every, or give 0 to do all steps");
        String rounds = "parallel.mode=rounds";
        assertThat(keys(rounds, "steps=1000", "validation.every=10", "stop.patience=9"))
                .containsExactly("stop.patience");
        assertThat(configure(rounds, "steps=1000", "validation.every=10", "stop.patience=8")
                        .stop()
                        .patience())
                .isEqualTo(8);
    }

    @Test
    void aMeanNeedsMoreThanOneModel() {
        assertThat(keys("publish=average", "checkpoint.keep=1")).containsExactly("publish");
        assertThat(keys("publish=newest")).containsExactly("publish");
    }

    /** Against what a training does step by step. */
    @Test
    void theNextScoringIsFoundFromAnyStep() {
        for (int round : new int[] {1, 2, 3, 5, 7}) {
            for (int every : new int[] {1, 2, 3, 5, 7, 12}) {
                TrainConfig config = configure(
                        "steps=31",
                        "validation.every=" + every,
                        "parallel.mode=" + (round == 1 ? "sync" : "rounds"),
                        "parallel.rounds.steps=" + round);
                for (int step = 1; step <= 31; step++) {
                    int found = step;
                    while (found < 31 && !(found % round == 0 && found / every > (found - round) / every)) {
                        found++;
                    }
                    assertThat(config.scoringFrom(step))
                            .as("%d %d %d", round, every, step)
                            .isEqualTo(found);
                }
            }
        }
    }

    @Test
    void onlyAttentionWithLambdaNeedsAMemory() {
        assertThat(configure("attention=dot", "memory=").memory()).isEmpty();
        assertThat(keys("memory=")).containsExactly("memory");
    }

    private static TrainConfig configure(String... settings) {
        List<String> all = new ArrayList<>(List.of("data=shards", "memory=memory", "output=run", "tokenizer=bytes"));
        all.addAll(List.of(settings));
        return TrainConfig.configure(all.toArray(String[]::new));
    }

    private static List<String> keys(String... settings) {
        InvalidConfig refused = catchThrowableOfType(InvalidConfig.class, () -> configure(settings));
        return refused.problems().stream().map(Problem::key).sorted().toList();
    }
}
