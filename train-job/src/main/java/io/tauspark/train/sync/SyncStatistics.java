package io.tauspark.train.sync;

import io.tauspark.exchange.GradientExchange;
import io.tauspark.model.AttentionSums;
import io.tauspark.model.QueryHead;
import io.tauspark.model.torch.HeadGradients;
import io.tauspark.model.torch.LambdaCounts;
import io.tauspark.train.worker.AttentionStatistics;
import io.tauspark.train.worker.Payload;
import io.tauspark.train.worker.Replica;
import java.util.Arrays;
import java.util.List;

/**
 * Statistics of attention of workers that meet at every step. Each counts and looks on its own; they meet when a line is
 * logged or a checkpoint written. Counts are whole numbers, sums are added in the order of the micro-batches, and norms
 * in that of the parameters' blocks, so what they come to does not depend on the number of workers.
 */
final class SyncStatistics {
    private final Replica replica;
    private final GradientExchange exchange;
    private final List<QueryHead> heads;
    private final HeadGradients gradients;
    private double[] squares = new double[0];

    SyncStatistics(Replica replica, GradientExchange exchange) {
        this.replica = replica;
        this.exchange = exchange;
        this.heads = replica.model().queryHeads();
        this.gradients = new HeadGradients(heads);
    }

    /**
     * A step is computed.
     *
     * @param taken whether it will be taken; one that is skipped does not count
     * @param logged whether a line follows
     */
    void step(boolean taken, boolean logged) {
        if (taken) {
            counts().keep();
        } else {
            counts().drop();
        }
        if (logged) {
            squares = replica.squares(gradients);
        }
    }

    /** The statistics of all workers since the last call; the last step was one that is logged. All take part. */
    AttentionStatistics take() {
        long[] sum = together();
        byte[][] looks = exchange.gather(Payload.of(replica.attention()));
        byte[][] norms = exchange.gather(Payload.of(squares));
        AttentionStatistics statistics = new AttentionStatistics(
                heads,
                replica.model().config().context(),
                sum,
                AttentionSums.added(Arrays.stream(looks).map(Payload::doubles).toList(), heads.size()),
                gradients.norms(Payload.addedDoubles(norms)),
                replica.model().headTemperatures(),
                replica.model().tau());
        restart();
        return statistics;
    }

    /** Counts of λ of all workers since the last line. All take part. */
    long[] together() {
        long[] mine = counts().read();
        return Payload.addedSparse(exchange.gather(Payload.sparse(mine)), mine.length);
    }

    /**
     * Resumes from counts of all workers together, which worker 0 takes over.
     *
     * @param saved that {@link #together} gave before
     */
    void restore(long[] saved) {
        restart();
        if (exchange.rank() == 0) {
            counts().add(saved);
        }
    }

    /** Forgets what was counted. Due when τ changes, since energies are told by the τ that they were counted under. */
    void restart() {
        counts().restart();
    }

    private LambdaCounts counts() {
        return replica.model().lambdaCounts();
    }
}
