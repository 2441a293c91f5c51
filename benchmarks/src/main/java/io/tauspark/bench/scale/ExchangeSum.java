package io.tauspark.bench.scale;

import io.tauspark.exchange.GradientExchange;
import io.tauspark.exchange.Transport;
import io.tauspark.exchange.WireType;
import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Function;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;

/** The exchange of the train job, without a Spark job around it. */
final class ExchangeSum {
    private ExchangeSum() {}

    /**
     * @param cards takes a text of this member and returns those of all
     * @param secret known to all members and to nobody else
     */
    static GradientExchange connect(
            int rank, int members, Method.Link link, String secret, Function<String, String[]> cards, Duration limit) {
        SparkConf conf = new SparkConf(false)
                .set("spark.app.id", "exchange-bench")
                .set("spark.authenticate", Boolean.toString(link != Method.Link.PLAIN))
                .set("spark.authenticate.secret", secret)
                .set("spark.network.crypto.enabled", Boolean.toString(link == Method.Link.ENCRYPTED));
        SecurityManager security = new SecurityManager(
                conf, SecurityManager.$lessinit$greater$default$2(), SecurityManager.$lessinit$greater$default$3());
        String host = InetAddress.getLoopbackAddress().getHostAddress();
        Transport transport = new Transport(conf, security, host, host, limit);
        return GradientExchange.connect(rank, members, cards, transport, limit, () -> false);
    }

    static void sum(GradientExchange exchange, float[] values, WireType wire) {
        int[] bounds = EvenSlices.bounds(exchange.size(), values.length);
        exchange.reduceScatter(values, bounds, wire);
        exchange.allGather(values, bounds, wire);
    }
}
