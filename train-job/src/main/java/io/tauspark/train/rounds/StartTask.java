package io.tauspark.train.rounds;

import ai.djl.ndarray.NDManager;
import io.tauspark.model.torch.TauGpt;
import io.tauspark.run.WorkerPlace;
import io.tauspark.store.Json;
import io.tauspark.tokens.Tokenizer;
import io.tauspark.train.worker.Heartbeat;
import io.tauspark.train.worker.Replica;
import io.tauspark.train.worker.SentPlan;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.util.LongAccumulator;
import org.jspecify.annotations.Nullable;

/**
 * The task before the first round: each worker counts the tokens that it answers for, and worker 0 starts the model and
 * calibrates it on its first windows, which do not depend on the number of workers.
 */
final class StartTask extends WorkerTask<StartTask.StartResult> {
    private static final long serialVersionUID = 1L;

    private final boolean fresh;

    /**
     * Prepares the task.
     *
     * @param fresh whether a model is to be started; a run that is resumed has one
     */
    StartTask(SentPlan plan, LongAccumulator beats, boolean fresh) {
        super(plan, beats);
        this.fresh = fresh;
    }

    /** The findings of the workers together. */
    static final class StartResult implements Serializable {
        private static final long serialVersionUID = 1L;

        /** Number of times that each token occurs in the training data. */
        final long[] tokenCounts;
        /** The {@link WorkerPlace} of each worker, as text. */
        private final @Nullable String[] places;
        /** Parameters that training starts from; empty except from worker 0. */
        private float[] weights = {};
        /** τ of all key heads with λ; empty except from worker 0. */
        private float[] tau = {};

        StartResult(long[] tokenCounts, int workers, int rank, WorkerPlace place) {
            this.tokenCounts = tokenCounts;
            this.places = new String[workers];
            this.places[rank] = Json.line(place);
        }

        /** The place of each worker. */
        List<WorkerPlace> places() {
            return Arrays.stream(places)
                    .map(place -> Json.read(String.valueOf(place), WorkerPlace.class, "a worker's place"))
                    .toList();
        }

        float[] weights() {
            return weights;
        }

        float[] tau() {
            return tau;
        }

        /** Takes over what others have found, and returns itself. */
        StartResult merge(StartResult other) {
            for (int i = 0; i < tokenCounts.length; i++) {
                tokenCounts[i] += other.tokenCounts[i];
            }
            for (int rank = 0; rank < places.length; rank++) {
                places[rank] = places[rank] == null ? other.places[rank] : places[rank];
            }
            if (weights.length == 0) {
                weights = other.weights;
                tau = other.tau;
            }
            return this;
        }
    }

    @Override
    StartResult work(int rank, Tokenizer tokenizer, NDManager manager, Heartbeat heartbeat) throws IOException {
        long[] counts = new long[tokenizer.vocabulary()];
        if (plan().lanePlan().answersForItsLanes(rank)) {
            for (int lane : plan().lanePlan().lanesOf(rank)) {
                plan().lane(lane, tokenizer).count(counts);
                beat();
            }
        }
        StartResult result = new StartResult(counts, plan().config().workers(), rank, place(manager));
        if (rank == 0 && fresh) {
            try (Replica replica = new Replica(plan(), rank, tokenizer, manager)) {
                replica.initialise();
                replica.calibrate();
                TauGpt gpt = replica.model();
                result.weights = gpt.parameters();
                result.tau = gpt.tau();
            }
        }
        return result;
    }
}
