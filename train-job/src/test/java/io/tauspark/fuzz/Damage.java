package io.tauspark.fuzz;

import java.util.Random;

/** A way of damaging the content of a file. */
@FunctionalInterface
public interface Damage {
    /**
     * Damages content; the same random numbers give the same damage.
     *
     * @param content not modified
     */
    byte[] apply(byte[] content, Random random);

    /** This damage within a part of a file alone, such as a footer; the rest stays. */
    default Damage within(Part part) {
        return (content, random) -> {
            int from = Math.max(part.from(content), 0);
            int to = Math.max(part.to(content), from);
            if (to > content.length) {
                return apply(content, random);
            }
            byte[] damaged = apply(Bytes.part(content, from, to), random);
            return Bytes.join(Bytes.part(content, 0, from), damaged, Bytes.part(content, to, content.length));
        };
    }

    /** Where a part of a file lies: bytes [from, to). */
    record Part(Bound start, Bound end) {
        int from(byte[] content) {
            return start.in(content);
        }

        int to(byte[] content) {
            return end.in(content);
        }
    }

    /** A place in a file. */
    @FunctionalInterface
    interface Bound {
        int in(byte[] content);
    }
}
