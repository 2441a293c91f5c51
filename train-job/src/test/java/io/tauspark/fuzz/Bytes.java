package io.tauspark.fuzz;

import java.util.Arrays;
import java.util.Random;

/** Damage that knows nothing of a format. */
public final class Bytes {
    /** Bytes at which formats change their mind: zeros, signs, longest numbers, ends of lines, marks of structure. */
    private static final byte[] TELLING = {
        0, 1, 0x7F, (byte) 0x80, (byte) 0xFF, '\n', '\r', '"', '\\', '{', '}', '[', ','
    };

    private static final int LONGEST_PIECE = 64;

    private Bytes() {}

    /** One of the kinds of damage below. */
    public static byte[] damage(byte[] content, Random random) {
        int kinds = 9;
        return switch (random.nextInt(kinds)) {
            case 0 -> flipped(content, random);
            case 1 -> overwritten(content, random);
            case 2 -> Arrays.copyOf(content, random.nextInt(content.length + 1));
            case 3 -> join(content, noise(random));
            case 4 -> doubled(content, random);
            case 5 -> without(content, random);
            case 6 -> swapped(content, random);
            case 7 -> inserted(content, random);
            default -> zeroed(content, random);
        };
    }

    /** A damage that goes on with another file from some place on. */
    public static Damage splice(byte[] other) {
        return (content, random) -> join(
                part(content, 0, random.nextInt(content.length + 1)),
                part(other, random.nextInt(other.length + 1), other.length));
    }

    static byte[] part(byte[] content, int from, int to) {
        return Arrays.copyOfRange(content, from, to);
    }

    static byte[] join(byte[]... parts) {
        byte[] all = new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    private static byte[] flipped(byte[] content, Random random) {
        byte[] damaged = content.clone();
        for (int flips = 1 + random.nextInt(3); flips > 0 && damaged.length > 0; flips--) {
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        }
        return damaged;
    }

    private static byte[] overwritten(byte[] content, Random random) {
        byte[] damaged = content.clone();
        for (int bytes = 1 + random.nextInt(4); bytes > 0 && damaged.length > 0; bytes--) {
            damaged[random.nextInt(damaged.length)] =
                    random.nextBoolean() ? TELLING[random.nextInt(TELLING.length)] : (byte) random.nextInt();
        }
        return damaged;
    }

    private static byte[] doubled(byte[] content, Random random) {
        int from = random.nextInt(content.length + 1);
        int to = end(content, from, random);
        return join(part(content, 0, to), part(content, from, content.length));
    }

    private static byte[] without(byte[] content, Random random) {
        int from = random.nextInt(content.length + 1);
        return join(part(content, 0, from), part(content, end(content, from, random), content.length));
    }

    private static byte[] swapped(byte[] content, Random random) {
        int first = random.nextInt(content.length + 1);
        int second = end(content, first, random);
        int third = end(content, second, random);
        return join(
                part(content, 0, first),
                part(content, second, third),
                part(content, first, second),
                part(content, third, content.length));
    }

    private static byte[] inserted(byte[] content, Random random) {
        int at = random.nextInt(content.length + 1);
        return join(part(content, 0, at), noise(random), part(content, at, content.length));
    }

    private static byte[] zeroed(byte[] content, Random random) {
        byte[] damaged = content.clone();
        int from = random.nextInt(content.length + 1);
        Arrays.fill(damaged, from, end(content, from, random), (byte) 0);
        return damaged;
    }

    private static byte[] noise(Random random) {
        byte[] noise = new byte[1 + random.nextInt(LONGEST_PIECE)];
        if (random.nextBoolean()) {
            random.nextBytes(noise);
        } else {
            Arrays.fill(noise, TELLING[random.nextInt(TELLING.length)]);
        }
        return noise;
    }

    /** Mostly a short piece, at times all that follows. */
    private static int end(byte[] content, int from, Random random) {
        int rest = content.length - from;
        int oneIn = 8;
        int longest = random.nextInt(oneIn) == 0 ? rest : Math.min(rest, LONGEST_PIECE);
        return from + random.nextInt(longest + 1);
    }
}
