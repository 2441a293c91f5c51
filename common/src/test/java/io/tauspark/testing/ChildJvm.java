package io.tauspark.testing;

import java.lang.management.ManagementFactory;
import java.util.List;

/** Options for JVMs that tests start: those by which this one was made quick to start. */
public final class ChildJvm {
    private ChildJvm() {}

    /** The compiler and the collector of this JVM, as options of {@code java}. */
    public static List<String> options() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("-XX:TieredStopAtLevel=") || option.matches("-XX:\\+Use\\w+GC"))
                .toList();
    }
}
