package io.tauspark.store;

import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;
import scala.Option;

/**
 * Hadoop's configuration where no session was handed over, with everything a session would have in it: the
 * {@code spark.hadoop.*} settings, keys of an object store from the environment, {@code core-site.xml}. A configuration
 * made without Spark knows the last of them alone, and what one command wrote would be out of the reach of another.
 */
public final class HadoopSettings {
    private HadoopSettings() {}

    /**
     * The configuration of the session of this JVM; where there is none, the one that Spark would give a session.
     * {@code spark-submit} leaves its {@code --conf} and the lines of {@code spark-defaults.conf} as system properties.
     */
    public static Configuration current() {
        return session().map(SparkContext::hadoopConfiguration).orElseGet(() -> SparkHadoopUtil.get()
                .newConfiguration(new SparkConf()));
    }

    private static Optional<SparkContext> session() {
        Option<SparkSession> session = SparkSession.getActiveSession().orElse(() -> SparkSession.getDefaultSession());
        return session.isEmpty()
                ? Optional.empty()
                : Optional.of(session.get().sparkContext()).filter(context -> !context.isStopped());
    }
}
