package io.tauspark.stage;

import io.tauspark.store.Publication;
import io.tauspark.store.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.MLWriter;

/**
 * Saves a model with its files. The directory appears whole or not at all, and an earlier one stays until this one is complete,
 * so that a model can also be saved over the one that it was loaded from.
 */
final class JobModelWriter extends MLWriter {
    private final JobModel<?> model;
    private final Path files;

    JobModelWriter(JobModel<?> model, Path files) {
        this.model = model;
        this.files = files;
    }

    @Override
    public void save(String path) throws IOException {
        Configuration hadoop = hadoop();
        Path target = Storage.qualified(path, hadoop);
        if (!shouldOverwrite() && Storage.of(target, hadoop).exists(target)) {
            throw new IOException("path '%s' exists; give another, or replace it with write().overwrite().save(path)"
                    .formatted(path));
        }
        try (Publication publication = Publication.begin(target, shouldOverwrite(), hadoop)) {
            saveImpl(publication.staging().toString());
            publication.publish();
        }
    }

    @Override
    public void saveImpl(String path) {
        Configuration hadoop = hadoop();
        try {
            new DefaultParamsWriter(model).overwrite().save(path);
            Path to = new Path(path, JobModel.FILES);
            boolean unused = FileUtil.copy(Storage.of(files, hadoop), files, Storage.of(to, hadoop), to, false, hadoop);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private Configuration hadoop() {
        return sparkSession().sparkContext().hadoopConfiguration();
    }
}
