package io.tauspark.memory;

import io.tauspark.config.Excerpt;
import io.tauspark.config.InvalidInput;
import io.tauspark.release.ReleaseStore;
import io.tauspark.store.Sha256;
import io.tauspark.store.Storage;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A loaded domain memory.
 *
 * @param laplacian checked to be the Laplacian of a graph
 * @param name what its maker called it
 * @param directory where its files lie: the release, if it was found through {@code CURRENT}
 * @param sha256 checksum of its {@code manifold.parquet}, its identity
 * @param form what kind of matrix it is
 * @param tau of the documents it was made of, where they share one and it is known
 * @param epsilon what belongs under the energies of this memory's documents
 * @param projection what a vector goes through before it meets the Laplacian
 */
public record DomainMemory(
        Laplacian laplacian,
        String name,
        Path directory,
        String sha256,
        LaplacianForm form,
        OptionalDouble tau,
        double epsilon,
        Optional<ManifoldJson.Projection> projection) {
    /** The matrix file of a memory. */
    public static final String MATRIX = "manifold.parquet";

    /** The file that describes it. */
    public static final String DESCRIPTION = ManifoldJson.FILE;

    /**
     * Loads the promoted release of a memory directory, or the release or the bare pair of {@code manifold.parquet}
     * and {@code manifold.json} (tauformer's own) that lies in the directory itself.
     *
     * @throws InvalidInput if there is none, its files disagree, or its matrix is no graph Laplacian
     */
    public static DomainMemory load(Path directory, Configuration hadoop) throws IOException {
        Path release = release(directory, hadoop);
        ManifoldJson.Facts facts = ManifoldJson.read(release, hadoop);
        Path matrix = new Path(release, MATRIX);
        byte[] content = Storage.read(matrix, hadoop);
        String found = Sha256.of(content);
        // Before anything in a file that is not the one that was written is believed.
        if (facts.sha256().isPresent() && !facts.sha256().get().equals(found)) {
            throw new InvalidInput("memory '%s' is inconsistent: %s was made for a %s with sha256 %s, found %s"
                    .formatted(
                            release,
                            ManifoldJson.FILE,
                            MATRIX,
                            Excerpt.line(facts.sha256().get()),
                            found));
        }
        Manifold manifold = ManifoldParquet.read(matrix, content);
        int size = manifold.laplacian().size();
        if (facts.features() != size) {
            throw new InvalidInput(String.format(
                    Locale.ROOT,
                    "memory '%s' is inconsistent: %s says %d features, %s has %d",
                    release,
                    ManifoldJson.FILE,
                    facts.features(),
                    MATRIX,
                    size));
        }
        try {
            LaplacianHealth.of(manifold.laplacian(), facts.form()).requireSound();
        } catch (InvalidInput unsound) {
            throw new InvalidInput("memory '%s': %s".formatted(release, unsound.getMessage()), unsound);
        }
        return new DomainMemory(
                manifold.laplacian(),
                facts.name(),
                release,
                manifold.sha256(),
                facts.form(),
                facts.tau(),
                facts.epsilon(),
                facts.projection());
    }

    private static Path release(Path directory, Configuration hadoop) throws IOException {
        FileSystem files = Storage.of(directory, hadoop);
        Optional<Path> current = new ReleaseStore(directory, hadoop).current();
        Path release = files.makeQualified(current.orElse(directory));
        if (!files.exists(new Path(release, MATRIX))) {
            throw new InvalidInput(("memory '%s' has neither a promoted release (%s) nor a %s;"
                            + " give the output of the laplacian command, or one of its releases")
                    .formatted(directory, ReleaseStore.CURRENT, MATRIX));
        }
        return release;
    }
}
