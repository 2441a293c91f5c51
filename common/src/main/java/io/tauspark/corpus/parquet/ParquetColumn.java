package io.tauspark.corpus.parquet;

import org.jspecify.annotations.Nullable;

/**
 * A column of single values or of lists of them, in any layout that writers use for lists.
 *
 * @param leaf field with the values
 * @param present definition level from which on the column is not null
 * @param element definition level from which on a list has an element
 * @param list whether there is a list of values per row, else one value
 */
record ParquetColumn(ParquetField leaf, int present, int element, boolean list) {
    /** The column of a field, or null if it is of another shape. */
    static @Nullable ParquetColumn of(ParquetField field) {
        if (field.type() != null) {
            return field.isRepeated()
                    ? new ParquetColumn(field, field.definition() - 1, field.definition(), true)
                    : new ParquetColumn(field, field.definition(), field.definition(), false);
        }
        if (field.isRepeated() || !field.isList() || field.children().size() != 1) {
            return null;
        }
        ParquetField repeated = field.children().get(0);
        if (!repeated.isRepeated()) {
            return null;
        }
        if (repeated.type() != null) {
            return new ParquetColumn(repeated, field.definition(), repeated.definition(), true);
        }
        if (repeated.children().size() != 1 || isElement(repeated, field)) {
            return null;
        }
        ParquetField leaf = repeated.children().get(0);
        return leaf.type() == null || leaf.isRepeated()
                ? null
                : new ParquetColumn(leaf, field.definition(), repeated.definition(), true);
    }

    /** The type of the values. */
    ParquetType type() {
        ParquetType type = leaf.type();
        if (type == null) {
            throw new IllegalStateException("column '" + leaf.name() + "' has no values");
        }
        return type;
    }

    /** Parquet's rule for old writers, by whose names the repeated group is no layer of the list but its element. */
    private static boolean isElement(ParquetField repeated, ParquetField list) {
        return repeated.name().equals("array") || repeated.name().equals(list.name() + "_tuple");
    }
}
