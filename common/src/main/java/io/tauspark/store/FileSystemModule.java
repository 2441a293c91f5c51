package io.tauspark.store;

import java.util.Map;
import org.apache.hadoop.util.VersionInfo;

/** The modules of Hadoop file systems that Spark does not bring along. */
final class FileSystemModule {
    private static final Map<String, String> MODULES = Map.of(
            "s3a", "hadoop-aws",
            "abfs", "hadoop-azure",
            "abfss", "hadoop-azure",
            "wasb", "hadoop-azure",
            "wasbs", "hadoop-azure",
            "oss", "hadoop-aliyun",
            "obs", "hadoop-huaweicloud",
            "cosn", "hadoop-cos");

    /** Schemes that have no module of Hadoop's own, and what serves them. */
    private static final Map<String, String> ELSEWHERE = Map.of(
            "gs", "com.google.cloud.bigdataoss:gcs-connector:hadoop3-2.2.22",
            "s3", "",
            "s3n", "");

    private FileSystemModule() {}

    /** The advice on how to get a file system for a scheme. */
    static String advice(String scheme) {
        if (MODULES.containsKey(scheme)) {
            return packages("org.apache.hadoop:%s:%s".formatted(MODULES.get(scheme), VersionInfo.getVersion()));
        }
        String coordinates = ELSEWHERE.get(scheme);
        if (coordinates == null) {
            return "correct the scheme, or add the jar of its file system with --spark --jars FILE";
        }
        return coordinates.isEmpty() ? "write s3a: instead" : packages(coordinates);
    }

    private static String packages(String coordinates) {
        return "add its module: bin/tauspark … --spark --packages " + coordinates;
    }
}
