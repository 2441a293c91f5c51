package io.tauspark.output;

import io.tauspark.store.Layout;
import io.tauspark.store.OutputKind;
import io.tauspark.store.Storage;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;

/** A process of its own that is making an output when somebody stops it. */
public final class Miller {
    static final OutputKind FLOUR =
            new OutputKind("mill", "provenance.json", Layout.of("provenance\\.json", "flour\\.txt"));

    private Miller() {}

    static Process start(Path output) throws Exception {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath,
                        Miller.class.getName(),
                        output.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        // It says so once it has begun to write.
        process.inputReader().readLine();
        return process;
    }

    public static void main(String[] args) throws Exception {
        Configuration hadoop = new Configuration();
        OutputGuard guard = OutputGuard.of(FLOUR, args[0], true, List.of(), hadoop);
        try (OutputDirectory output = OutputDirectory.open(guard)) {
            Storage.writeText(new org.apache.hadoop.fs.Path(output.staging(), "flour.txt"), "half", hadoop);
            System.out.println("writing");
            TimeUnit.MINUTES.sleep(1);
        }
    }
}
