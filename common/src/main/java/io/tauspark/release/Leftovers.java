package io.tauspark.release;

import io.tauspark.store.Publication;
import io.tauspark.store.Storage;
import java.io.IOException;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The remains of killed builders in a memory. Only the holder of the lease may remove it: to others it may be alive.
 */
final class Leftovers {
    /** Files that were about to replace another, see {@link Storage#replaceText}. */
    private static final Pattern NEXT = Pattern.compile(
            "(?:\\.CURRENT|\\.promotions\\.jsonl|\\.lease-[0-9]+)\\.next(?:-" + Publication.UUID_PATTERN + ")?");

    private Leftovers() {}

    /** Removes it. */
    static void clear(Path root, Path releases, Lease lease, Configuration hadoop) throws IOException {
        lease.requireHeld();
        for (String name : Storage.names(root, hadoop)) {
            if (NEXT.matcher(name).matches() && !name.startsWith(lease.file().getName())) {
                Storage.of(root, hadoop).delete(new Path(root, name), false);
            }
        }
        Publication.removeLeftovers(releases, hadoop);
    }
}
