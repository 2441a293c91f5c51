package io.tauspark.train.worker;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.tauspark.exchange.ProgressAddress;
import io.tauspark.model.HeadLaplacians;
import io.tauspark.model.SpreadFactors;
import io.tauspark.model.torch.TauGpt;
import io.tauspark.model.torch.TrainedModel;
import io.tauspark.shards.ShardPart;
import io.tauspark.tokens.Tokenizer;
import io.tauspark.train.config.ComputeConfig;
import io.tauspark.train.config.TrainConfig;
import io.tauspark.train.data.Lane;
import io.tauspark.train.data.LanePlan;
import io.tauspark.train.data.ResidentTokens;
import io.tauspark.train.data.ResidentTokens.Numbers;
import io.tauspark.train.data.TokenStream;
import io.tauspark.train.data.ValidationSet;
import io.tauspark.train.state.RunState;
import io.tauspark.train.state.StartingModel;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * The plan that the driver settled before training and every worker needs.
 *
 * @param config the job's configuration
 * @param laplacians what the model's heads see of the memory
 * @param spread factors along which the model's activation spreads
 * @param memory SHA-256 of the memory's matrix, or null without one
 * @param shards directory of the shards
 * @param trainParts the training shards
 * @param validationParts the validation shards
 * @param run directory that the run is written to
 * @param until step after which the run is left to be resumed; that of the last step, or later, to complete it
 * @param attempt number of this attempt, from 1
 * @param checkpoint directory of the checkpoint that this attempt resumes from, or null to start
 * @param progress where workers report to
 * @param hadoop file system settings of the driver
 */
public record TrainPlan(
        TrainConfig config,
        HeadLaplacians laplacians,
        SpreadFactors spread,
        @Nullable String memory,
        String shards,
        List<ShardPart> trainParts,
        List<ShardPart> validationParts,
        String run,
        int until,
        int attempt,
        @Nullable String checkpoint,
        ProgressAddress progress,
        SerializableConfiguration hadoop)
        implements Serializable {

    /** The same for another attempt. */
    public TrainPlan attempt(int number, @Nullable String from) {
        return new TrainPlan(
                config,
                laplacians,
                spread,
                memory,
                shards,
                trainParts,
                validationParts,
                run,
                until,
                number,
                from,
                progress,
                hadoop);
    }

    /** A new model on a device, its parameters zero; the caller closes it. */
    public TauGpt model(NDManager manager) {
        ComputeConfig compute = config.compute();
        Device device = manager.getDevice();
        return new TauGpt(
                config.model(), laplacians, spread, manager, compute.precision(device), compute.kernel(device));
    }

    /** The model that the driver has left to begin with; empty if it is drawn from the seed. */
    Optional<TrainedModel> start() throws IOException {
        return config.startModel().isEmpty() && !config.model().memory().biased()
                ? Optional.empty()
                : Optional.of(StartingModel.read(new Path(run), hadoop.value()));
    }

    /** Whether a task or a round is the last of this training, or of its part until a step. */
    public boolean isOver(RunState state) {
        return state.step() >= until || state.isOver(config);
    }

    /** The tokens of some shards: their documents, a separator before each and one at the end. */
    public int[] tokens(List<ShardPart> parts, Tokenizer tokenizer) throws IOException {
        return ResidentTokens.of(
                shards,
                parts,
                config.tokenizer().identity(),
                Numbers.TOKENS,
                () -> TokenStream.of(
                        new Path(shards), parts, tokenizer::encode, tokenizer.separator(), hadoop.value()));
    }

    /** The UTF-8 bytes that each of these tokens stands for, none for separators. */
    int[] bytes(List<ShardPart> parts, Tokenizer tokenizer) throws IOException {
        return ResidentTokens.of(
                shards,
                parts,
                config.tokenizer().identity(),
                Numbers.BYTES,
                () -> TokenStream.of(new Path(shards), parts, tokenizer::bytes, 0, hadoop.value()));
    }

    /** The validation set, which is scored and never learnt from. */
    public ValidationSet validation(Tokenizer tokenizer) throws IOException {
        return new ValidationSet(
                tokens(validationParts, tokenizer),
                bytes(validationParts, tokenizer),
                config.model().context(),
                config.validation().windows());
    }

    /** The plan of who learns from what. */
    public LanePlan lanePlan() {
        return new LanePlan(trainParts.size(), config.batch().microBatches(), config.workers());
    }

    /** A lane with its tokens. */
    public Lane lane(int number, Tokenizer tokenizer) throws IOException {
        List<ShardPart> parts = IntStream.of(lanePlan().shardsOf(number))
                .mapToObj(trainParts::get)
                .toList();
        return new Lane(number, tokens(parts, tokenizer), config.model().context(), config.seed());
    }
}
