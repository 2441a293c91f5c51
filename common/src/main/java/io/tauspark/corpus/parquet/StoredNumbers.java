package io.tauspark.corpus.parquet;

import io.tauspark.corpus.RecordFields;
import io.tauspark.corpus.RejectedRecord;
import io.tauspark.corpus.Rejection;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list of numbers of one row.
 *
 * @param numbers all of them, or the first ones where there are more than any vector has
 * @param length how many the row has
 * @param nulls places of those that are null, or null if none is
 * @param single whether they are stored as floats of 32 or 16 bits, which are shown with fewer digits
 */
record StoredNumbers(double[] numbers, int length, @Nullable BitSet nulls, boolean single) implements StoredVector {
    @Override
    public double[] read() throws RejectedRecord {
        RecordFields.requireLength(length);
        if (nulls != null) {
            throw new RejectedRecord(Rejection.NULL_ELEMENT);
        }
        for (double number : numbers) {
            RecordFields.finite(number);
        }
        return numbers;
    }

    @Override
    public Object shown() {
        List<@Nullable Object> shown = new ArrayList<>();
        for (int i = 0; i < numbers.length; i++) {
            if (nulls != null && nulls.get(i)) {
                shown.add(null);
            } else if (single) {
                shown.add((float) numbers[i]);
            } else {
                shown.add(numbers[i]);
            }
        }
        return shown;
    }
}
