package io.tauspark.bench.quality;

import io.tauspark.job.Shortfall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs trials side by side. One that fails, say because its loss grew without bounds, does not stop the others. */
final class TrialPool {
    private TrialPool() {}

    /** A trial, ready to run. */
    interface Task {
        void run() throws Exception;
    }

    /**
     * Runs all tasks, in order as far as threads are free.
     *
     * @param tasks by name
     * @param parallel how many at one time
     * @throws Shortfall if some failed, with all their messages, after all others are done
     */
    static void run(Map<String, Task> tasks, int parallel) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(parallel);
        try {
            Map<String, Future<?>> running = new LinkedHashMap<>();
            tasks.forEach((name, task) -> running.put(name, threads.submit(() -> {
                task.run();
                return name;
            })));
            List<String> failures = new ArrayList<>();
            for (Map.Entry<String, Future<?>> trial : running.entrySet()) {
                try {
                    trial.getValue().get();
                } catch (ExecutionException failed) {
                    failed.printStackTrace();
                    failures.add(trial.getKey() + ": " + failed.getMessage());
                }
            }
            if (!failures.isEmpty()) {
                throw new Shortfall("%d of %d trials failed; run again to repeat them%n%s"
                        .formatted(failures.size(), tasks.size(), String.join("\n", failures)));
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
