package io.tauspark.train;

import io.tauspark.model.AdamW;
import io.tauspark.model.TrainedModel;
import io.tauspark.store.Json;
import io.tauspark.store.Publication;
import io.tauspark.store.Safetensors;
import io.tauspark.store.Storage;
import io.tauspark.store.Tensor;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** Checkpoints of a run, {@code checkpoints/step-000100} and so on, each complete or not there. */
final class Checkpoints {
    private final Path directory;
    private final int keep;
    private final Configuration hadoop;

    Checkpoints(Path run, int keep, Configuration hadoop) {
        this.directory = directory(run);
        this.keep = keep;
        this.hadoop = hadoop;
    }

    /** Where the checkpoints of a run lie. */
    static Path directory(Path run) {
        return new Path(run, "checkpoints");
    }

    /** Writes all that a run needs to go on, and removes the oldest checkpoints beyond the number to keep. */
    void save(RunState state, TrainedModel model, AdamW optimizer) throws IOException {
        Path target = new Path(directory, "step-%06d".formatted(state.step()));
        try (Publication publication = Publication.begin(target, true, hadoop)) {
            model.save(publication.staging(), hadoop);
            List<Tensor> moments =
                    List.of(moments("first", optimizer.firstMoments()), moments("second", optimizer.secondMoments()));
            new Safetensors(Map.of("format", "tauspark"), moments)
                    .write(new Path(publication.staging(), "optimizer.safetensors"), hadoop);
            Storage.writeText(new Path(publication.staging(), "state.json"), Json.pretty(state), hadoop);
            publication.publish();
        }
        prune();
    }

    private void prune() throws IOException {
        FileStatus[] all = Storage.of(directory, hadoop)
                .listStatus(directory, path -> path.getName().startsWith("step-"));
        Arrays.sort(all);
        for (int i = 0; i < all.length - keep; i++) {
            Storage.of(directory, hadoop).delete(all[i].getPath(), true);
        }
    }

    private static Tensor moments(String name, float[] values) {
        return Tensor.of(name, FloatBuffer.wrap(values), values.length);
    }
}
