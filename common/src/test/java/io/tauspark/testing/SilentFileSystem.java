package io.tauspark.testing;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.jspecify.annotations.Nullable;

/** A file system under {@code silent://NAME/} that gives no answer until a test lets it. */
public final class SilentFileSystem extends RawLocalFileSystem {
    private static final String SCHEME = "silent";

    private static CountDownLatch speech = new CountDownLatch(1);

    private static boolean reachable = true;

    /** Not yet known where Hadoop first asks, in its constructor. */
    private @Nullable URI uri;

    /** A configuration that knows the scheme. */
    public static Configuration configuration() {
        Configuration hadoop = new Configuration();
        hadoop.setClass("fs." + SCHEME + ".impl", SilentFileSystem.class, RawLocalFileSystem.class);
        return hadoop;
    }

    /** Takes every answer back. */
    public static synchronized void silence() {
        speech = new CountDownLatch(1);
        reachable = true;
    }

    /** Lets all answers be that nobody is there. */
    public static synchronized void refuse() {
        reachable = false;
        speech.countDown();
    }

    /** Lets all answers be given that are waited for, and later ones. */
    public static void speak() {
        speech().countDown();
    }

    private static synchronized CountDownLatch speech() {
        return speech;
    }

    private static synchronized boolean isReachable() {
        return reachable;
    }

    @Override
    public void initialize(URI name, Configuration hadoop) throws IOException {
        super.initialize(name, hadoop);
        uri = URI.create(SCHEME + "://" + name.getAuthority());
    }

    @Override
    public URI getUri() {
        return uri == null ? URI.create(SCHEME + ":///") : uri;
    }

    @Override
    public FileStatus getFileStatus(Path path) throws IOException {
        try {
            speech().await();
        } catch (InterruptedException stopped) {
            throw (IOException) new InterruptedIOException().initCause(stopped);
        }
        if (!isReachable()) {
            throw new ConnectException("Connection refused");
        }
        return super.getFileStatus(path);
    }
}
