package io.tauspark.train.sync;

import io.tauspark.exchange.GradientExchange;
import io.tauspark.exchange.WireType;
import io.tauspark.model.torch.Optimizer;
import io.tauspark.model.torch.TrainedModel;
import io.tauspark.train.state.BestModels;
import io.tauspark.train.state.Checkpoint;
import io.tauspark.train.state.Checkpoints;
import io.tauspark.train.state.RunState;
import io.tauspark.train.worker.Replica;
import io.tauspark.train.worker.TrainPlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Checkpoints of workers that hold a share of the optimizer's moments each, and of the counts of λ: worker 0 writes what all of
 * them send, and every worker, of any number of them, reads its own share.
 */
final class SyncCheckpoints {
    private final Replica replica;
    private final GradientExchange exchange;
    private final SyncStatistics statistics;
    private final Configuration hadoop;
    private final Checkpoints checkpoints;

    SyncCheckpoints(TrainPlan plan, Replica replica, GradientExchange exchange, SyncStatistics statistics) {
        this.replica = replica;
        this.exchange = exchange;
        this.statistics = statistics;
        this.hadoop = plan.hadoop().value();
        this.checkpoints =
                new Checkpoints(new Path(plan.run()), plan.config().checkpoint().keep(), hadoop);
    }

    /** Writes a checkpoint; all workers take part, worker 0 has written it when it returns there. */
    void save(RunState state, TrainedModel model) throws IOException {
        Optimizer optimizer = replica.optimizer();
        Map<String, float[]> moments = new LinkedHashMap<>();
        moments.put(Checkpoint.FIRST_MOMENTS, together(optimizer.firstMoments()));
        moments.put(Checkpoint.SECOND_MOMENTS, together(optimizer.secondMoments()));
        long[] counts = statistics.together();
        if (exchange.rank() == 0) {
            checkpoints.save(state, model, moments, counts);
        }
        moments.values().forEach(replica::giveBack);
    }

    /** Takes over weights and this worker's share of the moments; returns where the run stood. */
    RunState restore(Path directory) throws IOException {
        Checkpoint saved = Checkpoint.at(directory, hadoop);
        TrainedModel model = saved.model(hadoop);
        replica.model().setParameters(model.parameters());
        replica.model().setTau(model.tau());
        int from = replica.partition().from(exchange.rank());
        int to = replica.partition().to(exchange.rank());
        replica.optimizer()
                .restore(
                        saved.state().progress().optimizerSteps(),
                        saved.optimizer(Checkpoint.FIRST_MOMENTS, from, to, hadoop),
                        saved.optimizer(Checkpoint.SECOND_MOMENTS, from, to, hadoop));
        statistics.restore(saved.lambdaCounts(hadoop));
        return saved.state();
    }

    /** The newest checkpoint as worker 0 sees it, the same for all workers; null if there is none. */
    @Nullable
    Path newest() throws IOException {
        String mine = "";
        if (exchange.rank() == 0) {
            // The driver has told of damage when it chose where this attempt resumes.
            mine = checkpoints
                    .newest(damage -> {})
                    .map(found -> found.directory().toString())
                    .orElse("");
        }
        byte[][] all = exchange.gather(mine.getBytes(StandardCharsets.UTF_8));
        String path = new String(all[0], StandardCharsets.UTF_8);
        return path.isEmpty() ? null : new Path(path);
    }

    /** The models of the best scorings; worker 0 alone writes them. */
    BestModels best() {
        return checkpoints.best();
    }

    /** The steps of the checkpoints before one as worker 0 sees them, the same for all workers. */
    List<Integer> stepsBefore(int step) throws IOException {
        String mine = "";
        if (exchange.rank() == 0) {
            mine = checkpoints.kept().headMap(step).keySet().stream()
                    .map(String::valueOf)
                    .collect(Collectors.joining(","));
        }
        byte[][] all = exchange.gather(mine.getBytes(StandardCharsets.UTF_8));
        String steps = new String(all[0], StandardCharsets.UTF_8);
        return steps.isEmpty()
                ? List.of()
                : Stream.of(steps.split(",", -1)).map(Integer::valueOf).toList();
    }

    /** The mean of the last model and of those of some checkpoints, which every worker works out for itself. */
    TrainedModel mean(List<Integer> steps, TrainedModel last) throws IOException {
        return checkpoints.mean(steps, last);
    }

    private float[] together(float[] share) {
        float[] all = replica.spareArray();
        int[] bounds = replica.partition().bounds();
        System.arraycopy(share, 0, all, bounds[exchange.rank()], share.length);
        exchange.allGather(all, bounds, WireType.FLOAT32);
        return all;
    }
}
