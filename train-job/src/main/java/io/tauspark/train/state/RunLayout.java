package io.tauspark.train.state;

import io.tauspark.release.Lease;
import io.tauspark.run.RunFiles;
import io.tauspark.store.Layout;
import io.tauspark.store.OutputKind;
import io.tauspark.store.Provenance;
import io.tauspark.store.Publication;
import java.util.regex.Pattern;

/** The files of a run, by which it is told from what other people have put into its place. */
public final class RunLayout {
    private static final String STEP_JSON = StepDirectories.NAME + "/(?:config|state|checksums|tokenizer)\\.json";
    private static final String STEP_TENSORS = StepDirectories.NAME + "/(?:model|optimizer|statistics)\\.safetensors";
    private static final String STEP_LEFTOVER = "\\." + StepDirectories.NAME + Publication.LEFTOVER_ENDING + "/**";

    private static final String BEST_FILES =
            StepDirectories.NAME + "/(?:(?:config|checksums|tokenizer)\\.json|model\\.safetensors)";

    /** A run, finished or not, with what the page of it adds. */
    public static final OutputKind RUN = new OutputKind(
            "train",
            Provenance.FILE,
            Layout.of(
                    Pattern.quote(RunFiles.IDENTITY),
                    Pattern.quote(Provenance.FILE),
                    Pattern.quote(RunFiles.DIAGNOSIS),
                    Pattern.quote(RunFiles.METRICS),
                    Pattern.quote(RunFiles.EVENTS),
                    Pattern.quote(RunFiles.WORKERS),
                    Pattern.quote(RunFiles.SAMPLES),
                    Pattern.quote(RunFiles.REPORT),
                    Pattern.quote(RunFiles.MLFLOW),
                    Pattern.quote(RunFiles.TENSOR_BOARD) + "/events\\.out\\.tfevents\\..+",
                    "model/(?:config\\.json|model\\.safetensors|tokenizer\\.json)",
                    "model/memory/(?:manifold\\.(?:parquet|json)|terms\\.safetensors)",
                    StartingModel.DIRECTORY + "/(?:config\\.json|model\\.safetensors|tokenizer\\.json)",
                    Checkpoints.DIRECTORY + "/" + STEP_JSON,
                    Checkpoints.DIRECTORY + "/" + STEP_TENSORS,
                    Checkpoints.DIRECTORY + "/" + STEP_LEFTOVER,
                    BestModels.DIRECTORY + "/" + BEST_FILES,
                    BestModels.DIRECTORY + "/" + STEP_LEFTOVER,
                    Lease.FILES));

    /** The directory of its checkpoints. */
    static final Layout CHECKPOINTS = Layout.of(STEP_JSON, STEP_TENSORS, STEP_LEFTOVER);

    /** The directory of its best models. */
    static final Layout BEST = Layout.of(BEST_FILES, STEP_LEFTOVER);

    /** A directory that a training has only begun to use. */
    static final Layout BEGUN = Layout.of(Pattern.quote(RunFiles.IDENTITY), Lease.FILES);

    private RunLayout() {}
}
