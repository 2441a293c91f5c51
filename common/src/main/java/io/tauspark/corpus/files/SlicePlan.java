package io.tauspark.corpus.files;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.internal.SQLConf;

/**
 * The plan of which task reads what: large files are cut, small ones packed together, as Spark does for its own
 * formats, so that {@code spark.sql.files.maxPartitionBytes} and {@code openCostInBytes} mean the same here.
 */
public final class SlicePlan {
    private final long largest;
    private final long openCost;

    private SlicePlan(long largest, long openCost) {
        this.largest = largest;
        this.openCost = openCost;
    }

    /**
     * The slices of every task.
     *
     * @param splittable whether a file may be cut at all; compressed ones never are
     */
    public static List<List<FileSlice>> of(List<FileStatus> files, boolean splittable, SparkSession spark) {
        SQLConf conf = spark.sessionState().conf();
        long openCost = conf.filesOpenCostInBytes();
        long bytes = files.stream().mapToLong(file -> file.getLen() + openCost).sum();
        long perCore = bytes / spark.sparkContext().defaultParallelism();
        long largest = Math.min(conf.filesMaxPartitionBytes(), Math.max(openCost, perCore));
        SlicePlan plan = new SlicePlan(Math.max(largest, 1), openCost);
        return plan.packed(plan.slices(files, splittable));
    }

    private List<FileSlice> slices(List<FileStatus> files, boolean splittable) {
        List<FileSlice> slices = new ArrayList<>();
        for (FileStatus file : files) {
            String path = file.getPath().toString();
            long length = file.getLen();
            if (!splittable || length <= largest || Compression.of(file.getPath()) != Compression.NONE) {
                slices.add(new FileSlice(path, 0, length, true));
                continue;
            }
            for (long start = 0; start < length; start += largest) {
                slices.add(new FileSlice(path, start, Math.min(largest, length - start), false));
            }
        }
        return slices;
    }

    /** The longest first, each into the task that is being filled, or into a new one where it no longer fits. */
    private List<List<FileSlice>> packed(List<FileSlice> slices) {
        slices.sort(Comparator.comparingLong(FileSlice::length).reversed());
        List<List<FileSlice>> tasks = new ArrayList<>();
        List<FileSlice> task = new ArrayList<>();
        long size = 0;
        for (FileSlice slice : slices) {
            if (!task.isEmpty() && size + slice.length() > largest) {
                tasks.add(task);
                task = new ArrayList<>();
                size = 0;
            }
            task.add(slice);
            size += slice.length() + openCost;
        }
        if (!task.isEmpty()) {
            tasks.add(task);
        }
        return tasks;
    }
}
