package io.tauspark.embed;

import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** The local disk under another scheme, as if it were on other machines. */
public final class FarFileSystem extends RawLocalFileSystem {
    /** A configuration that knows {@code far:///}. */
    static Configuration configuration() {
        Configuration hadoop = new Configuration();
        hadoop.setClass("fs.far.impl", FarFileSystem.class, org.apache.hadoop.fs.FileSystem.class);
        return hadoop;
    }

    @Override
    public URI getUri() {
        return URI.create("far:///");
    }
}
