package io.tauspark.bench.recall;

import io.tauspark.compare.Forecast;
import io.tauspark.job.Shortfall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs trials side by side and keeps their results. One that fails, say because its loss grew without bounds, does not
 * stop the others.
 *
 * @param <R> what comes of a trial
 */
final class TrialPool<R extends TrialResult> {
    private final ResultFile<R> results;
    private final int parallel;

    /** @param parallel how many trials run at one time */
    TrialPool(ResultFile<R> results, int parallel) {
        this.results = results;
        this.parallel = parallel;
    }

    /** A callback after each trial that has finished. */
    interface Finished {
        void report() throws Exception;
    }

    /**
     * Runs the trials that have no result yet, in order as far as threads are free.
     *
     * @throws Shortfall if some failed, with all their messages, after all others are done
     */
    void run(List<PlannedTrial<R>> trials, Finished finished) throws InterruptedException {
        List<PlannedTrial<R>> left = trials.stream()
                .filter(trial -> results.find(trial.name(), trial.settings()).isEmpty())
                .toList();
        System.out.printf(Locale.ROOT, "%d of %d trials are to be run%n", left.size(), trials.size());
        Forecast forecast =
                new Forecast(left.stream().mapToLong(PlannedTrial::tokens).sum(), System::nanoTime);
        ExecutorService threads = Executors.newFixedThreadPool(parallel);
        try {
            Map<String, Future<?>> running = new LinkedHashMap<>();
            for (PlannedTrial<R> trial : left) {
                running.put(trial.name(), threads.submit(() -> {
                    results.add(trial.work().run(new Progress(trial.name(), trial.steps(), forecast)));
                    finished.report();
                    return trial;
                }));
            }
            requireSuccess(running);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void requireSuccess(Map<String, Future<?>> running) throws InterruptedException {
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
            throw new Shortfall(String.format(
                    Locale.ROOT,
                    "%d of %d trials failed; run again to repeat them%n%s",
                    failures.size(),
                    running.size(),
                    String.join("\n", failures)));
        }
    }
}
