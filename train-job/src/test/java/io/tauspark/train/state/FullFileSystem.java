package io.tauspark.train.state;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Constructor;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * The local file system under {@code full:/}, on a disk with room for a number of bytes. What does not fit fails as it
 * does locally: with an {@link FSError}. Instead, the process may die there: then nothing that it tries later is done.
 */
public final class FullFileSystem extends LocalFileSystem {
    private static final String SCHEME = "full";

    /** What a name takes. */
    static final long RENAME_BYTES = 1000;

    private static long room;
    private static boolean deadly;
    private static boolean dead;

    public FullFileSystem() {
        super(new Full());
    }

    /** A configuration that knows the scheme. */
    static Configuration configuration() {
        Configuration hadoop = new Configuration();
        hadoop.setClass("fs." + SCHEME + ".impl", FullFileSystem.class, LocalFileSystem.class);
        return hadoop;
    }

    /** A local directory under this scheme. */
    static Path path(java.nio.file.Path directory) {
        return new Path(SCHEME, null, directory.toString());
    }

    /** Leaves so much room, and says whether the process dies where it ends. */
    public static synchronized void leave(long bytes, boolean dying) {
        room = bytes;
        deadly = dying;
        dead = false;
    }

    private static synchronized void take(long bytes) {
        alive();
        room -= bytes;
        if (room < 0) {
            dead = deadly;
            throw failure("No space left on device");
        }
    }

    private static synchronized void alive() {
        if (dead) {
            throw failure("the process is dead");
        }
    }

    /** Hadoop lets nobody else make one. */
    private static FSError failure(String message) {
        try {
            Constructor<FSError> made = FSError.class.getDeclaredConstructor(Throwable.class);
            made.setAccessible(true);
            return made.newInstance(new IOException(message));
        } catch (ReflectiveOperationException changed) {
            throw new IllegalStateException(changed);
        }
    }

    private static final class Full extends RawLocalFileSystem {
        @Override
        public URI getUri() {
            return URI.create(SCHEME + ":///");
        }

        @Override
        public FSDataOutputStream create(
                Path file, boolean overwrite, int buffer, short replication, long block, Progressable progress)
                throws IOException {
            alive();
            return limited(super.create(file, overwrite, buffer, replication, block, progress));
        }

        @Override
        public FSDataOutputStream create(
                Path file,
                FsPermission permission,
                boolean overwrite,
                int buffer,
                short replication,
                long block,
                Progressable progress)
                throws IOException {
            alive();
            return limited(super.create(file, permission, overwrite, buffer, replication, block, progress));
        }

        @Override
        public boolean rename(Path from, Path to) throws IOException {
            take(RENAME_BYTES);
            return super.rename(from, to);
        }

        @Override
        public boolean delete(Path path, boolean recursive) throws IOException {
            alive();
            return super.delete(path, recursive);
        }

        private static FSDataOutputStream limited(OutputStream out) throws IOException {
            return new FSDataOutputStream(
                    new FilterOutputStream(out) {
                        @Override
                        public void write(byte[] bytes, int offset, int length) throws IOException {
                            take(length);
                            out.write(bytes, offset, length);
                        }
                    },
                    null);
        }
    }
}
