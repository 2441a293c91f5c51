package io.tauspark.train.state;

import io.tauspark.config.InvalidInput;
import io.tauspark.run.RunFiles;
import io.tauspark.store.Json;
import io.tauspark.store.Layout;
import io.tauspark.store.Storage;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The remains of an earlier training, if there are any, where a run is to be trained.
 *
 * @param directory {@code NAME.unfinished}
 * @param hadoop for its file system
 */
record UnfinishedRun(Path directory, Configuration hadoop) {
    /**
     * Whether a training resumes what is there, or may remove it and start. Changes nothing.
     *
     * @param resume whether it is to be resumed if it can
     * @throws InvalidInput if what is there is a training of other settings or inputs, or what would be removed is none
     */
    boolean canResume(boolean resume, RunIdentity identity) throws IOException {
        FileSystem files = Storage.of(directory, hadoop);
        if (!files.exists(directory)) {
            return false;
        }
        if (!files.getFileStatus(directory).isDirectory()) {
            throw new InvalidInput("'%s' is a file; move it away, or give another output".formatted(directory));
        }
        Path file = new Path(directory, RunFiles.IDENTITY);
        if (!files.exists(file)) {
            requireOnly(directory, RunLayout.BEGUN);
            return false;
        }
        if (!resume) {
            requireOnly(directory, RunLayout.RUN.layout());
            return false;
        }
        requireSame(identity(file).differences(identity));
        // Of these alone anything is removed before the run is complete.
        Path checkpoints = Checkpoints.directory(directory);
        if (files.exists(checkpoints)) {
            requireOnly(checkpoints, RunLayout.CHECKPOINTS);
        }
        Path best = BestModels.directory(directory);
        if (files.exists(best)) {
            requireOnly(best, RunLayout.BEST);
        }
        return true;
    }

    private RunIdentity identity(Path file) throws IOException {
        try {
            return Json.read(Storage.readText(file, hadoop), RunIdentity.class, "'" + file + "'");
        } catch (InvalidInput damaged) {
            throw new InvalidInput(
                    damaged.getMessage() + "; bring the file back, or give resume=false to start over", damaged);
        }
    }

    private void requireSame(List<String> differences) {
        if (!differences.isEmpty()) {
            throw new InvalidInput(
                    ("'%s' is an unfinished training of other settings: %s; give those to resume it, another output,"
                                    + " or resume=false to remove it and start over")
                            .formatted(directory, String.join("; ", differences)));
        }
    }

    private void requireOnly(Path where, Layout layout) throws IOException {
        List<String> foreign = layout.foreign(where, hadoop);
        if (!foreign.isEmpty()) {
            throw new InvalidInput(
                    "'%s' holds %s, which no unfinished training wrote; move that away, or give another output"
                            .formatted(where, String.join(", ", foreign)));
        }
    }
}
