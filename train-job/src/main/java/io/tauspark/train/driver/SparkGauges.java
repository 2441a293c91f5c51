package io.tauspark.train.driver;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import io.tauspark.run.MetricLine;
import io.tauspark.run.NamedNumbers;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkEnv;
import org.apache.spark.metrics.source.Source;

/**
 * The latest numbers of a run as gauges of the driver in Spark's metrics system. So every sink that the session has
 * shows them: {@code /metrics/json} of the Spark UI, the Prometheus servlet, JMX, Graphite. Their names are {@code
 * APPLICATION.driver.tauspark.RUN.loss.train} and so on.
 */
public final class SparkGauges implements Source, AutoCloseable {
    private final String name;
    private final MetricRegistry registry = new MetricRegistry();
    private final Map<String, Double> latest = new ConcurrentHashMap<>();

    private SparkGauges(String name) {
        this.name = name;
    }

    /**
     * Registers the gauges of a run with the running session.
     *
     * @param run a name that no other run of the session has at this time
     */
    public static SparkGauges register(String run) {
        SparkGauges gauges = new SparkGauges("tauspark." + word(run));
        SparkEnv.get().metricsSystem().registerSource(gauges);
        return gauges;
    }

    /** Takes a line of {@code metrics.jsonl}. */
    public void line(MetricLine line) {
        set("step", line.step());
        NamedNumbers.of(line).forEach(this::set);
    }

    /** Sets one gauge, which appears with its first value. */
    public void set(String gauge, double value) {
        if (latest.put(gauge, value) == null) {
            registry.register(word(gauge).replace('/', '.'), (Gauge<Double>) () -> latest.get(gauge));
        }
    }

    @Override
    public String sourceName() {
        return name;
    }

    @Override
    public MetricRegistry metricRegistry() {
        return registry;
    }

    /** Takes the gauges away again, unless the session has ended and taken them with it. */
    @Override
    public void close() {
        SparkEnv env = SparkEnv.get();
        if (env != null) {
            env.metricsSystem().removeSource(this);
        }
    }

    /** Some sinks take spaces and quotes for separators of their own. */
    private static String word(String text) {
        return text.replaceAll("[^A-Za-z0-9_/-]", "_")
                .replace("layer_", "layer")
                .replace("head_", "head");
    }
}
