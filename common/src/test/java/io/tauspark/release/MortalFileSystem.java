package io.tauspark.release;

import java.io.File;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * The local file system under {@code mortal:/}, in whose process death comes at a chosen operation: that one and every
 * later one fail. A write counts twice, so that one half of its bytes may be all that gets there.
 */
final class MortalFileSystem extends LocalFileSystem {
    private static final String SCHEME = "mortal";

    private static long operationsLeft;

    MortalFileSystem() {
        super(new Mortal());
    }

    /** A configuration that knows the scheme. */
    static Configuration configuration() {
        Configuration hadoop = new Configuration();
        hadoop.setClass("fs." + SCHEME + ".impl", MortalFileSystem.class, LocalFileSystem.class);
        return hadoop;
    }

    /** A local directory under this scheme. */
    static Path path(java.nio.file.Path directory) {
        return new Path(SCHEME, null, directory.toString());
    }

    /** Lets so many operations succeed and no more. */
    static synchronized void live(long operations) {
        operationsLeft = operations;
    }

    private static synchronized void act() {
        if (--operationsLeft < 0) {
            throw new Death();
        }
    }

    /** What goes past Hadoop to the files: moves and exclusive creation. */
    @Override
    public File pathToFile(Path path) {
        act();
        return super.pathToFile(path);
    }

    private static final class Mortal extends RawLocalFileSystem {
        @Override
        public URI getUri() {
            return URI.create(SCHEME + ":///");
        }

        @Override
        public FSDataInputStream open(Path file, int buffer) throws IOException {
            act();
            return super.open(file, buffer);
        }

        @Override
        public FSDataOutputStream create(
                Path file, boolean overwrite, int buffer, short replication, long block, Progressable progress)
                throws IOException {
            act();
            return dying(super.create(file, overwrite, buffer, replication, block, progress));
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
            act();
            return dying(super.create(file, permission, overwrite, buffer, replication, block, progress));
        }

        @Override
        public boolean rename(Path from, Path to) throws IOException {
            act();
            return super.rename(from, to);
        }

        /** Entry by entry, since one may die in the middle of a directory. */
        @Override
        public boolean delete(Path path, boolean recursive) throws IOException {
            if (recursive && exists(path) && getFileStatus(path).isDirectory()) {
                for (FileStatus entry : listStatus(path)) {
                    delete(entry.getPath(), true);
                }
            }
            act();
            return super.delete(path, recursive);
        }

        @Override
        public boolean mkdirs(Path directory, FsPermission permission) throws IOException {
            act();
            return super.mkdirs(directory, permission);
        }

        @Override
        public boolean mkdirs(Path directory) throws IOException {
            act();
            return super.mkdirs(directory);
        }

        /** Would start a process for each file. */
        @Override
        public void setPermission(Path path, FsPermission permission) {}

        private static FSDataOutputStream dying(OutputStream out) throws IOException {
            return new FSDataOutputStream(
                    new FilterOutputStream(out) {
                        @Override
                        public void write(byte[] bytes, int offset, int length) throws IOException {
                            int half = length / 2;
                            act();
                            out.write(bytes, offset, half);
                            out.flush();
                            act();
                            out.write(bytes, offset + half, length - half);
                            out.flush();
                        }
                    },
                    null);
        }
    }
}
