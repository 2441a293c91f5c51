package io.tauspark.release;

import io.tauspark.memory.DomainMemory;
import io.tauspark.memory.Laplacian;
import io.tauspark.memory.LaplacianForm;
import io.tauspark.memory.Manifold;
import io.tauspark.memory.ManifoldJson;
import io.tauspark.memory.ManifoldParquet;
import io.tauspark.store.Provenance;
import io.tauspark.store.Storage;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** A complete domain memory of two features, made once and then written file by file. */
final class SmallMemory {
    private static final ManifoldJson.Tau TAU =
            new ManifoldJson.Tau(OptionalDouble.of(0.5), "median-energy", "Median", 0);
    private static final ManifoldJson.Wiring WIRING = new ManifoldJson.Wiring(2, 1, 2, 1, "exact", Optional.empty());

    private final Map<String, byte[]> content = new LinkedHashMap<>();

    /** @param scratch an empty local directory */
    SmallMemory(java.nio.file.Path scratch, Configuration hadoop) throws IOException {
        Path made = new Path(scratch.toUri());
        Laplacian edge = Laplacian.of(2, new int[] {0, 0, 1, 1}, new int[] {0, 1, 0, 1}, new double[] {1, -1, -1, 1});
        Manifold manifold = ManifoldParquet.write(new Path(made, DomainMemory.MATRIX), "small", edge, hadoop);
        new ManifoldJson(Instant.EPOCH, 10, manifold, LaplacianForm.COMBINATORIAL, WIRING, TAU, Optional.empty())
                .write(made, hadoop);
        for (String name : Storage.names(made, hadoop)) {
            content.put(name, Storage.read(new Path(made, name), hadoop));
        }
    }

    /** Writes the files that a release needs to load, and one in a directory of its own. */
    void write(Path directory, Configuration hadoop) throws IOException {
        for (Map.Entry<String, byte[]> file : content.entrySet()) {
            Storage.write(new Path(directory, file.getKey()), file.getValue(), hadoop);
        }
        Storage.writeText(new Path(directory, "lambdas.parquet/_SUCCESS"), "yes", hadoop);
        Storage.writeText(new Path(directory, Provenance.FILE), "{\"job\": \"laplacian\"}", hadoop);
    }

    /** Loads every release that is listed, and the promoted one where there is one; returns the listed names. */
    static List<String> loadAll(Path root, Configuration hadoop) throws IOException {
        ReleaseStore store = new ReleaseStore(root, hadoop);
        for (StoredRelease release : store.list()) {
            DomainMemory.load(release.directory(), hadoop);
            Storage.read(new Path(release.directory(), "lambdas.parquet/_SUCCESS"), hadoop);
        }
        if (store.current().isPresent()) {
            DomainMemory.load(root, hadoop);
        }
        return store.names();
    }
}
