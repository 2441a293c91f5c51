package io.tauspark.model;

/**
 * The division of the flat parameters among members. Every member owns a contiguous slice of whole blocks, as even as
 * whole blocks allow; with more members than blocks, some slices are empty.
 *
 * <p>Where blocks begin does not depend on the number of members. What is computed block by block is then the same, bit
 * for bit, whoever computes it.
 *
 * @param size number of parameters
 * @param members that share them
 */
public record Partition(int size, int members) {
    /** Values of a block: 256 KiB, small against the slices of a large model and large against the cost of a call. */
    public static final int BLOCK = 1 << 16;

    public Partition {
        if (size < 1 || members < 1) {
            throw new IllegalArgumentException(
                    size + " parameters cannot be shared by " + members + " members; both must be at least 1");
        }
    }

    /**
     * The beginnings of slices, in order, and at last the end of the last one: {@code members + 1} ascending offsets.
     */
    public int[] bounds() {
        int[] bounds = new int[members + 1];
        for (int member = 0; member < members; member++) {
            bounds[member + 1] = to(member);
        }
        return bounds;
    }

    /** The beginning of a member's slice. */
    public int from(int member) {
        return bound(member);
    }

    /** The end of a member's slice; it is the beginning if the slice is empty. */
    public int to(int member) {
        return bound(member + 1);
    }

    private int bound(int before) {
        if (before < 0 || before > members) {
            throw new IndexOutOfBoundsException("slice " + before + " of " + members);
        }
        long block = before * blocks() / members;
        return (int) Math.min(size, block * BLOCK);
    }

    private long blocks() {
        return ((long) size + BLOCK - 1) / BLOCK;
    }
}
