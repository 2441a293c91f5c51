package io.tauspark.bench.scale;

import java.util.Arrays;

/** Messages under way, the earliest first; of two that arrive at one time, the one with the smaller number. */
final class ArrivalQueue {
    private double[] times = new double[1 << 10];
    private int[] messages = new int[1 << 10];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    void add(double time, int message) {
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
            messages = Arrays.copyOf(messages, 2 * size);
        }
        int at = size++;
        while (at > 0 && before(time, message, (at - 1) / 2)) {
            move((at - 1) / 2, at);
            at = (at - 1) / 2;
        }
        times[at] = time;
        messages[at] = message;
    }

    double firstTime() {
        return times[0];
    }

    /** Takes out the first. */
    int remove() {
        int first = messages[0];
        size--;
        double time = times[size];
        int message = messages[size];
        int at = 0;
        while (2 * at + 1 < size) {
            int child = 2 * at + 1;
            if (child + 1 < size && before(times[child + 1], messages[child + 1], child)) {
                child++;
            }
            if (before(time, message, child)) {
                break;
            }
            move(child, at);
            at = child;
        }
        times[at] = time;
        messages[at] = message;
        return first;
    }

    private boolean before(double time, int message, int at) {
        return time < times[at] || (time == times[at] && message < messages[at]);
    }

    private void move(int from, int to) {
        times[to] = times[from];
        messages[to] = messages[from];
    }
}
