package io.tauspark.exchange;

import java.time.Duration;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.network.netty.SparkTransportConf;
import org.apache.spark.network.util.TransportConf;
import scala.Option;

/**
 * The means to communicate over Spark's own network library: authenticated and encrypted exactly when Spark's block
 * transfer is. Its details can be set under {@code spark.tauspark.io.*}, as under {@code spark.shuffle.io.*}.
 *
 * @param conf Spark's settings, with {@code spark.app.id}
 * @param security knows whether connections are authenticated, and the secret
 * @param bind address that a server listens on
 * @param host address under which other machines reach that server
 * @param connectLimit longest time to open a connection; whole seconds count, at least one
 */
public record Transport(SparkConf conf, SecurityManager security, String bind, String host, Duration connectLimit) {
    private static final String MODULE = "tauspark";

    /** Traffic is one large stream per peer, so more threads than this have nothing to do. */
    private static final int THREADS = 2;

    /** Settings and address of the driver or executor that runs in this JVM. */
    static Transport ofThisJvm(Duration connectLimit) {
        SparkEnv env = SparkEnv.get();
        String host = env.blockManager().blockManagerId().host();
        boolean driver = env.executorId().equals("driver");
        String bind = driver ? env.conf().get("spark.driver.bindAddress", host) : host;
        return new Transport(env.conf(), env.securityManager(), bind, host, connectLimit);
    }

    /** The limit as the network library counts it. */
    long connectSeconds() {
        return Math.max(1, connectLimit.toSeconds());
    }

    TransportConf settings() {
        String prefix = "spark." + MODULE + ".io.";
        // A silent peer is for the exchange to name, so the network library must not give it up before.
        SparkConf bounded = conf.clone()
                .set(prefix + "connectionCreationTimeout", connectSeconds() + "s")
                .setIfMissing(prefix + "connectionTimeout", 2 * connectSeconds() + "s");
        return SparkTransportConf.fromSparkConf(bounded, MODULE, THREADS, Option.empty());
    }
}
