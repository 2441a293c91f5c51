package io.tauspark.testing;

import java.io.File;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Constructor;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * The local file system under {@code failing:/}, which a test lets fail in one of three ways. The process may die at a
 * chosen operation: that one and every later one throw {@link Death}. The disk may be full after a number of bytes: what
 * does not fit fails as it does locally, with an {@link FSError}. Or the process may die where the disk is full.
 */
public final class FailingFileSystem extends LocalFileSystem {
    private static final String SCHEME = "failing";

    /** The room that a new name takes. */
    public static final long RENAME_BYTES = 1000;

    private static Limit limit = new Operations(Long.MAX_VALUE);

    /** What a dying process does not survive: no operation on its files succeeds from then on, clean-up included. */
    public static final class Death extends Error {
        private static final long serialVersionUID = 1;

        private Death() {
            super("this process is dead", null, false, false);
        }
    }

    /** The point from which on nothing succeeds. Every method throws, once it is reached. */
    private interface Limit {
        void operation();

        void rename();

        void write(OutputStream out, byte[] bytes, int offset, int length) throws IOException;
    }

    public FailingFileSystem() {
        super(new Failing());
    }

    /** A configuration that knows the scheme. */
    public static Configuration configuration() {
        Configuration hadoop = new Configuration();
        hadoop.setClass("fs." + SCHEME + ".impl", FailingFileSystem.class, LocalFileSystem.class);
        return hadoop;
    }

    /** A local directory under this scheme. */
    public static Path path(java.nio.file.Path directory) {
        return new Path(SCHEME, null, directory.toString());
    }

    /** Lets so many operations succeed and no more. A write counts twice, so that half of its bytes may get there. */
    public static void dieAfter(long operations) {
        limit(new Operations(operations));
    }

    /** Leaves so much room on the disk, and says whether the process dies where it ends. */
    public static void leaveRoom(long bytes, boolean dying) {
        limit(new Room(bytes, dying));
    }

    private static synchronized void limit(Limit next) {
        limit = next;
    }

    private static synchronized Limit limit() {
        return limit;
    }

    /** Moves and exclusive creation go past Hadoop to the files. */
    @Override
    public File pathToFile(Path path) {
        limit().operation();
        return super.pathToFile(path);
    }

    private static final class Operations implements Limit {
        private long left;

        Operations(long count) {
            this.left = count;
        }

        @Override
        public synchronized void operation() {
            if (--left < 0) {
                throw new Death();
            }
        }

        @Override
        public void rename() {
            operation();
        }

        @Override
        public void write(OutputStream out, byte[] bytes, int offset, int length) throws IOException {
            int half = length / 2;
            operation();
            out.write(bytes, offset, half);
            out.flush();
            operation();
            out.write(bytes, offset + half, length - half);
            out.flush();
        }
    }

    private static final class Room implements Limit {
        private final boolean deadly;
        private long left;
        private boolean dead;

        Room(long bytes, boolean deadly) {
            this.left = bytes;
            this.deadly = deadly;
        }

        @Override
        public synchronized void operation() {
            if (dead) {
                throw failure("the process is dead");
            }
        }

        @Override
        public void rename() {
            take(RENAME_BYTES);
        }

        @Override
        public void write(OutputStream out, byte[] bytes, int offset, int length) throws IOException {
            take(length);
            out.write(bytes, offset, length);
        }

        private synchronized void take(long bytes) {
            operation();
            left -= bytes;
            if (left < 0) {
                dead = deadly;
                throw failure("No space left on device");
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
    }

    private static final class Failing extends RawLocalFileSystem {
        @Override
        public URI getUri() {
            return URI.create(SCHEME + ":///");
        }

        @Override
        public FSDataInputStream open(Path file, int buffer) throws IOException {
            limit().operation();
            return super.open(file, buffer);
        }

        @Override
        public FSDataOutputStream create(
                Path file, boolean overwrite, int buffer, short replication, long block, Progressable progress)
                throws IOException {
            limit().operation();
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
            limit().operation();
            return limited(super.create(file, permission, overwrite, buffer, replication, block, progress));
        }

        @Override
        public boolean rename(Path from, Path to) throws IOException {
            limit().rename();
            return super.rename(from, to);
        }

        /** Entry by entry, since the process may die in the middle of a directory. */
        @Override
        public boolean delete(Path path, boolean recursive) throws IOException {
            if (recursive && exists(path) && getFileStatus(path).isDirectory()) {
                for (FileStatus entry : listStatus(path)) {
                    delete(entry.getPath(), true);
                }
            }
            limit().operation();
            return super.delete(path, recursive);
        }

        @Override
        public boolean mkdirs(Path directory, FsPermission permission) throws IOException {
            limit().operation();
            return super.mkdirs(directory, permission);
        }

        @Override
        public boolean mkdirs(Path directory) throws IOException {
            limit().operation();
            return super.mkdirs(directory);
        }

        /** Would start a process for each file. */
        @Override
        public void setPermission(Path path, FsPermission permission) {}

        private static FSDataOutputStream limited(OutputStream out) throws IOException {
            return new FSDataOutputStream(
                    new FilterOutputStream(out) {
                        @Override
                        public void write(byte[] bytes, int offset, int length) throws IOException {
                            limit().write(out, bytes, offset, length);
                        }
                    },
                    null);
        }
    }
}
