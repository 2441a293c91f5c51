package io.tauspark.corpus.parquet;

import io.tauspark.corpus.RecordFields;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.ToDoubleFunction;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/** Lists of numbers, a row after the other. */
final class NumberCells implements VectorColumn.Cells {
    private final ParquetCells cells;
    private final ToDoubleFunction<ColumnReader> number;
    private final boolean single;
    private double[] numbers = new double[0];

    NumberCells(ParquetColumn column, ParquetCells cells) {
        ParquetType type = column.type();
        this.cells = cells;
        this.number = ParquetNumber.of(type);
        this.single = type.physical() == Type.FLOAT || type.meaning() == ParquetType.Meaning.FLOAT16;
    }

    @Override
    public @Nullable StoredNumbers next() {
        cells.startRow();
        if (cells.isEmpty()) {
            boolean none = cells.isNull();
            cells.advance();
            return none ? null : new StoredNumbers(new double[0], 0, null, single);
        }
        int length = 0;
        @Nullable BitSet nulls = null;
        ColumnReader reader = cells.reader();
        do {
            if (length == numbers.length && length < RecordFields.LONGEST_VECTOR) {
                numbers = Arrays.copyOf(numbers, Math.min(Math.max(2 * length, 16), RecordFields.LONGEST_VECTOR));
            }
            boolean kept = length < numbers.length;
            if (cells.hasValue()) {
                double value = number.applyAsDouble(reader);
                if (kept) {
                    numbers[length] = value;
                }
            } else if (kept) {
                nulls = nulls == null ? new BitSet() : nulls;
                nulls.set(length);
            }
            length++;
        } while (cells.advance());
        return new StoredNumbers(Arrays.copyOf(numbers, Math.min(length, numbers.length)), length, nulls, single);
    }

    @Override
    public void requireEnd() {
        cells.requireEnd();
    }
}
