package io.tauspark.corpus;

import org.jspecify.annotations.Nullable;

/** The fields that a document needs of one record, however it is stored. */
public interface RecordFields {
    /** Longest vector that is read: beyond, a Gram matrix of its features fits no machine. */
    int LONGEST_VECTOR = 1 << 16;

    /** The id, blank if the record has none. */
    String id() throws RejectedRecord;

    /** The text, never blank. */
    String text() throws RejectedRecord;

    /** The vector, of finite numbers and at least one of them. */
    double[] vector() throws RejectedRecord;

    /** The bytes that {@link #text} or {@link #id} found to be no UTF-8, or null. */
    default byte @Nullable [] invalidBytes() {
        return null;
    }

    /** The record as people should see it; may differ in form, but not in content, from what is stored. */
    String shown();

    /** Refuses a vector without features, and one with too many. */
    static void requireLength(int length) throws RejectedRecord {
        if (length == 0 || length > LONGEST_VECTOR) {
            throw new RejectedRecord(Rejection.WRONG_LENGTH);
        }
    }

    static double finite(double value) throws RejectedRecord {
        if (!Double.isFinite(value)) {
            throw new RejectedRecord(Rejection.NOT_FINITE);
        }
        return value;
    }

    static String requireText(String text) throws RejectedRecord {
        if (text.isBlank()) {
            throw new RejectedRecord(Rejection.EMPTY_TEXT);
        }
        return text;
    }
}
