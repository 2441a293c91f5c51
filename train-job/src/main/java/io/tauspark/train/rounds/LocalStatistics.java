package io.tauspark.train.rounds;

import io.tauspark.model.AttentionSums;
import io.tauspark.model.QueryHead;
import io.tauspark.model.torch.HeadGradients;
import io.tauspark.model.torch.LambdaCounts;
import io.tauspark.train.worker.Payload;
import io.tauspark.train.worker.Replica;
import java.util.List;

/** Statistics of attention of one worker's steps of a round. */
final class LocalStatistics {
    private final Replica replica;
    private final List<QueryHead> heads;
    private final HeadGradients gradients;
    private long[] counts = new long[0];
    private double[] attention = new double[0];
    private double[] squares = new double[0];

    LocalStatistics(Replica replica) {
        this.replica = replica;
        this.heads = replica.model().queryHeads();
        this.gradients = new HeadGradients(heads);
    }

    /**
     * A step is computed.
     *
     * @param taken whether it will be taken; one that is skipped does not count
     * @param logged whether it is the last one of the round that a line follows
     */
    void step(boolean taken, boolean logged) {
        if (!taken) {
            counts().drop();
        } else {
            counts().keep();
            if (logged) {
                attention = AttentionSums.added(List.of(replica.attention()), heads.size())
                        .numbers();
                squares = Payload.concatenated(new double[] {1}, replica.squares(gradients));
            }
        }
        if (logged) {
            counts = counts().read();
            counts().restart();
        }
    }

    /** The statistics to report after the last step. */
    RoundStatistics result() {
        return new RoundStatistics(
                counts, counts().read(), attention, squares, replica.model().headTemperatures());
    }

    private LambdaCounts counts() {
        return replica.model().lambdaCounts();
    }
}
