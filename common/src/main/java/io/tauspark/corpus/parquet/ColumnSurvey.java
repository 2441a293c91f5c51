package io.tauspark.corpus.parquet;

import io.tauspark.config.InvalidInput;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** A survey of one column that is asked for, over several Parquet files. */
final class ColumnSurvey implements Serializable {
    private static final long serialVersionUID = 1L;

    private final boolean readable;
    /** The type of the first column that cannot be read, or null if there is none. */
    private final @Nullable String unreadableType;
    /** All columns, with their file: the one with that type, else the first. */
    private final @Nullable String columns;

    private ColumnSurvey(boolean readable, @Nullable String unreadableType, @Nullable String columns) {
        this.readable = readable;
        this.unreadableType = unreadableType;
        this.columns = columns;
    }

    /** The survey of no file. */
    static ColumnSurvey none() {
        return new ColumnSurvey(false, null, null);
    }

    static ColumnSurvey of(ParquetFooter footer, ParquetLayout.Place<?> place) {
        String columns = footer.schema().listed() + " (file '" + footer.file() + "')";
        ParquetField field = place.field();
        String type = field != null && place.isUnreadable() ? field.described() : null;
        return new ColumnSurvey(place.column() != null, type, columns);
    }

    ColumnSurvey merge(ColumnSurvey later) {
        boolean mine = unreadableType != null || (later.unreadableType == null && columns != null);
        return new ColumnSurvey(
                readable || later.readable,
                mine ? unreadableType : later.unreadableType,
                mine ? columns : later.columns);
    }

    /** @throws InvalidInput if all files that have the column have it with a type that cannot be read */
    void requireReadable(String input, String name, String wanted) {
        if (!readable && unreadableType != null) {
            throw refusal(input, "has a column '" + name + "' of type " + unreadableType + ", which must be " + wanted);
        }
    }

    /** @throws InvalidInput if no file has the column with a type that can be read */
    void requirePresent(String input, String name, String wanted) {
        requireReadable(input, name, wanted);
        if (!readable) {
            throw refusal(input, "has no column '" + name + "'");
        }
    }

    private InvalidInput refusal(String input, String reason) {
        return new InvalidInput("input '" + input + "' " + reason + "; its columns are " + columns);
    }
}
