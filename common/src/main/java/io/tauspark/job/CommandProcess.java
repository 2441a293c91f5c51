package io.tauspark.job;

import com.sun.security.auth.module.UnixSystem;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.hadoop.security.UserGroupInformation;

/** The JVM of a command, which has it to itself: the same on every machine, and for every user. */
final class CommandProcess {
    /** The name that Java gives a user whose id has none. */
    private static final String NAMELESS = "?";

    private CommandProcess() {}

    /** Settles what a JVM takes from its surroundings and a command must not depend on. */
    static void prepare() {
        System.setOut(utf8(FileDescriptor.out));
        System.setErr(utf8(FileDescriptor.err));
        // For the libraries: the project's own formats name theirs.
        Locale.setDefault(Locale.ROOT);
        if (System.getProperty("user.name", NAMELESS).equals(NAMELESS)) {
            nameUser();
        }
        try {
            RefusalFilter.install();
        } catch (NoClassDefFoundError otherLogging) {
            // A Spark that does not log through Log4j 2 says more than it has to.
        }
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    /** Hadoop needs a name for the user of a process, and finds none for the ids that some containers run with. */
    private static void nameUser() {
        String name = System.getenv().getOrDefault("HADOOP_USER_NAME", Long.toString(new UnixSystem().getUid()));
        if (!UserGroupInformation.isSecurityEnabled()) {
            UserGroupInformation.setLoginUser(UserGroupInformation.createRemoteUser(name));
        }
    }
}
