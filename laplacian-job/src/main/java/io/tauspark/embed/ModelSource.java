package io.tauspark.embed;

import ai.djl.repository.Artifact;
import ai.djl.repository.MRL;
import ai.djl.repository.Repository;
import io.tauspark.config.InvalidInput;
import io.tauspark.store.Storage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/** Brings the files of a model to this machine. */
final class ModelSource {
    /** Schemes that DJL resolves: its model zoo, archives on web servers, archives on the class path. */
    private static final Set<String> DJL_SCHEMES = Set.of("djl", "http", "https", "jar");

    /** The largest usual sentence transformers are a few gigabytes. */
    private static final int DOWNLOAD_MINUTES = 30;

    private ModelSource() {}

    /**
     * The address as every machine understands it: paths without a scheme get that of Hadoop's default file system.
     */
    static String qualified(String model, Configuration hadoop) throws IOException {
        return model.equals(PackagedModel.NAME) || DJL_SCHEMES.contains(scheme(model))
                ? model
                : Storage.qualified(model, hadoop).toString();
    }

    /**
     * A directory with the model's files. A model on this machine is used where it is; one on another file system is
     * copied, for as long as the JVM lives, and so is one in a jar; DJL keeps what it downloads in its own cache.
     *
     * @param model path on any Hadoop file system, URL that DJL resolves, or {@value PackagedModel#NAME}
     * @throws InvalidInput if nothing is there
     */
    static Path fetch(String model, Configuration hadoop) throws IOException {
        if (model.equals(PackagedModel.NAME)) {
            return forgottenAtExit(PackagedModel.unpack(Thread.currentThread().getContextClassLoader()));
        }
        if (DJL_SCHEMES.contains(scheme(model))) {
            return download(model);
        }
        org.apache.hadoop.fs.Path directory = Storage.qualified(model, hadoop);
        FileSystem files = Storage.of(directory, hadoop);
        if (!files.exists(directory) || !files.getFileStatus(directory).isDirectory()) {
            throw new InvalidInput(
                    ("model '%s' is no directory that this machine can read; give a directory with the model"
                                    + " and its tokenizer.json, on every machine or on a shared file system")
                            .formatted(directory));
        }
        return files.getUri().getScheme().equals("file")
                ? Path.of(directory.toUri().getPath())
                : copy(directory, files);
    }

    private static Path copy(org.apache.hadoop.fs.Path directory, FileSystem files) throws IOException {
        Path parent = Files.createTempDirectory("tauspark-model");
        Path copy = parent.resolve("model");
        files.copyToLocalFile(false, directory, new org.apache.hadoop.fs.Path(copy.toUri()), true);
        parent.toFile().deleteOnExit();
        return forgottenAtExit(copy);
    }

    private static Path forgottenAtExit(Path directory) throws IOException {
        // Deleted in the opposite order, so that directories are empty by then.
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.naturalOrder()).map(Path::toFile).forEach(File::deleteOnExit);
        }
        return directory;
    }

    /** DJL waits for servers without limit, so it does in a thread of its own. */
    private static Path download(String model) throws IOException {
        FutureTask<Path> task = new FutureTask<>(() -> resolve(model));
        Thread thread = new Thread(task, "model download");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(DOWNLOAD_MINUTES, TimeUnit.MINUTES);
        } catch (ExecutionException failed) {
            throw new InvalidInput(
                    "model '%s' cannot be fetched: %s; check the address, or download it and give its directory"
                            .formatted(model, failed.getCause()),
                    failed);
        } catch (TimeoutException slow) {
            throw new IOException(
                    String.format(Locale.ROOT, "model '%s' was not there after %d minutes", model, DOWNLOAD_MINUTES),
                    slow);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while fetching model '" + model + "'", stopped);
        }
    }

    private static Path resolve(String model) throws IOException {
        Repository repository = Repository.newInstance("model", model);
        List<MRL> resources = repository.getResources();
        if (resources.isEmpty()) {
            throw new IOException("nothing is there");
        }
        Artifact artifact = resources.get(0).getDefaultArtifact();
        if (artifact == null) {
            throw new IOException("nothing is there");
        }
        repository.prepare(artifact);
        return repository.getResourceDirectory(artifact);
    }

    private static String scheme(String model) {
        int colon = model.indexOf(':');
        return colon < 0 ? "" : model.substring(0, colon);
    }
}
