package io.tauspark.model;

/** Independent random streams from one seed, by purpose and number, never by partition or time. */
public final class Seeds {
    private Seeds() {}

    /** The seed of a stream: the same arguments give the same stream, any other arguments an unrelated one. */
    public static long of(long seed, String purpose, long... numbers) {
        long state = mix(seed);
        for (int i = 0; i < purpose.length(); i++) {
            state = mix(state ^ purpose.charAt(i));
        }
        for (long number : numbers) {
            state = mix(state ^ number);
        }
        return state;
    }

    /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014), after its increment so that zero does not stay zero. */
    private static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
