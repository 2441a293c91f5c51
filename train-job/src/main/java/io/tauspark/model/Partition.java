package io.tauspark.model;

/**
 * The division of the flat parameters among members. Every member owns a contiguous slice of whole {@link Blocks}, as even
 * as whole blocks allow; with more members than blocks, some slices are empty.
 *
 * @param blocks of the parameters
 * @param members that share them
 */
public record Partition(Blocks blocks, int members) {

    public Partition {
        if (members < 1) {
            throw new IllegalArgumentException(blocks.size() + " parameters cannot be shared by " + members
                    + " members; there must be at least 1");
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

    /** The end of the last block that lies whole within the share of the first members. */
    private int bound(int before) {
        if (before < 0 || before > members) {
            throw new IndexOutOfBoundsException("slice " + before + " of " + members);
        }
        long all = 0;
        for (int block = 0; block < blocks.count(); block++) {
            all += blocks.weight(block);
        }
        long share = before * all / members;
        int block = 0;
        for (long taken = 0; block < blocks.count(); block++) {
            taken += blocks.weight(block);
            if (taken > share) {
                break;
            }
        }
        return blocks.from(block);
    }
}
