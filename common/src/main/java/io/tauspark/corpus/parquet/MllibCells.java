package io.tauspark.corpus.parquet;

import io.tauspark.corpus.RecordFields;
import io.tauspark.corpus.RejectedRecord;
import io.tauspark.corpus.Rejection;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** MLlib's vectors, a row after the other. */
final class MllibCells implements VectorColumn.Cells {
    private static final int SPARSE = 0;
    private static final int DENSE = 1;
    /** No vector has it. */
    private static final int NULL = -1;

    private final ParquetCells type;
    private final ParquetCells size;
    private final NumberCells indices;
    private final NumberCells values;

    MllibCells(ParquetCells type, ParquetCells size, NumberCells indices, NumberCells values) {
        this.type = type;
        this.size = size;
        this.indices = indices;
        this.values = values;
    }

    @Override
    public @Nullable StoredVector next() {
        type.startRow();
        boolean none = type.isNull();
        int kind = whole(type);
        size.startRow();
        int length = whole(size);
        StoredNumbers places = indices.next();
        StoredNumbers numbers = values.next();
        return none ? null : new Stored(kind, length, places, numbers);
    }

    @Override
    public void requireEnd() {
        type.requireEnd();
        size.requireEnd();
        indices.requireEnd();
        values.requireEnd();
    }

    private static int whole(ParquetCells cells) {
        int value = cells.hasValue() ? cells.reader().getInteger() : NULL;
        cells.advance();
        return value;
    }

    /** A vector whose four parts need not fit each other. */
    private record Stored(
            int kind,
            int size,
            @Nullable StoredNumbers indices,
            @Nullable StoredNumbers values) implements StoredVector {
        @Override
        public double[] read() throws RejectedRecord {
            if (values == null) {
                throw new RejectedRecord(Rejection.WRONG_TYPE);
            }
            if (kind == DENSE) {
                return values.read();
            }
            if (kind != SPARSE || indices == null || indices.length() != values.length() || indices.nulls() != null) {
                throw new RejectedRecord(Rejection.WRONG_TYPE);
            }
            RecordFields.requireLength(size);
            double[] vector = new double[size];
            double[] numbers = values.length() == 0 ? new double[0] : values.read();
            for (int i = 0; i < numbers.length; i++) {
                double place = indices.numbers()[i];
                if (place < 0 || place >= size) {
                    throw new RejectedRecord(Rejection.WRONG_TYPE);
                }
                vector[(int) place] = numbers[i];
            }
            return vector;
        }

        @Override
        public Object shown() {
            String numbers = values == null ? "null" : listed(values.numbers());
            if (kind == DENSE) {
                return numbers;
            }
            String places = indices == null
                    ? "null"
                    : Arrays.stream(indices.numbers())
                            .mapToObj(place -> String.valueOf((long) place))
                            .collect(Collectors.joining(",", "[", "]"));
            return "(" + size + "," + places + "," + numbers + ")";
        }

        private static String listed(double[] numbers) {
            return Arrays.stream(numbers).mapToObj(String::valueOf).collect(Collectors.joining(",", "[", "]"));
        }
    }
}
