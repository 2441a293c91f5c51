package io.tauspark.store;

import io.tauspark.config.InvalidInput;
import org.apache.hadoop.fs.Path;

/** An output that its file system does not let be made: no permission, a read-only disk, a quota, a file in the way. */
public final class Unwritable extends InvalidInput {
    private static final long serialVersionUID = 1L;

    /** @param reason what the file system said, an exception or an error */
    public Unwritable(Path output, Throwable reason) {
        super(
                "output '%s' cannot be written: %s; give another output, or make its directory writable"
                        .formatted(output, reason.getMessage() == null ? reason.toString() : reason.getMessage()),
                reason);
    }
}
