package io.tauspark.config;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The Spark and the Scala that this build runs with. Another of either would work up to the first method that is not
 * there, perhaps hours later.
 *
 * <p>Both are read from files in their jars: a method of another version may not even link.
 */
final class SparkVersion {
    static final String SPARK = "3.5";
    static final String SCALA = "2.12";

    private SparkVersion() {}

    /** @throws InvalidInput if the class path has another Spark or Scala; one that does not tell is not refused */
    static void require() {
        require(stated("spark-version-info.properties", "version"), stated("library.properties", "version.number"));
    }

    static void require(@Nullable String spark, @Nullable String scala) {
        if (differs(spark, SPARK) || differs(scala, SCALA)) {
            UnaryOperator<@Nullable String> known = version -> version == null ? "of unknown version" : version;
            throw new InvalidInput(("this build is for Spark %s with Scala %s, found Spark %s with Scala %s: point"
                            + " SPARK_HOME at a Spark of that version, or unset it for the embedded Spark")
                    .formatted(SPARK, SCALA, known.apply(spark), known.apply(scala)));
        }
    }

    private static boolean differs(@Nullable String found, String wanted) {
        return found != null && !found.equals(wanted) && !found.startsWith(wanted + ".");
    }

    private static @Nullable String stated(String resource, String key) {
        try (InputStream in = SparkVersion.class.getResourceAsStream("/" + resource)) {
            if (in == null) {
                return null;
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty(key);
        } catch (IOException unreadable) {
            return null;
        }
    }
}
