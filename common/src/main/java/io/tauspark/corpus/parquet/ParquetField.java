package io.tauspark.corpus.parquet;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.jspecify.annotations.Nullable;

/**
 * A column of a Parquet schema, or a field within one. The library's own schema of a whole file is of no use here: it
 * fails on annotations that it does not know, also of columns that nobody wants.
 */
final class ParquetField {
    private static final int MOST_NAMED = 50;

    private final SchemaElement element;
    private final @Nullable ParquetField parent;
    private final @Nullable ParquetType type;
    private final int leaf;
    private final int definition;
    private final List<ParquetField> children = new ArrayList<>();

    /**
     * @param type of a leaf; null for a group
     * @param leaf number of the leaf in the file, -1 for a group
     */
    ParquetField(SchemaElement element, @Nullable ParquetField parent, @Nullable ParquetType type, int leaf) {
        this.element = element;
        this.parent = parent;
        this.type = type;
        this.leaf = leaf;
        // The root is neither optional nor repeated, whatever its element says.
        boolean required = parent == null || element.getRepetition_type() == FieldRepetitionType.REQUIRED;
        this.definition = (parent == null ? 0 : parent.definition) + (required ? 0 : 1);
        if (parent != null) {
            parent.children.add(this);
        }
    }

    String name() {
        return element.getName();
    }

    SchemaElement element() {
        return element;
    }

    List<ParquetField> children() {
        return children;
    }

    /** The type of a leaf, or null for a group. */
    @Nullable
    ParquetType type() {
        return type;
    }

    /** The number of the field among the file's leaves, counted from 0. */
    int leaf() {
        return leaf;
    }

    /** The number of optional and repeated fields that lead to it, itself among them. */
    int definition() {
        return definition;
    }

    boolean isRepeated() {
        return parent != null && element.getRepetition_type() == FieldRepetitionType.REPEATED;
    }

    boolean isList() {
        LogicalType logical = element.getLogicalType();
        return type == null
                && ((logical != null && logical.isSetLIST()) || element.getConverted_type() == ConvertedType.LIST);
    }

    /** Names from the column down to it. */
    List<String> path() {
        if (parent == null) {
            return new ArrayList<>();
        }
        List<String> path = parent.path();
        path.add(name());
        return path;
    }

    /** Whether it is, or lies in, another. */
    boolean isWithin(ParquetField other) {
        return this == other || (parent != null && parent.isWithin(other));
    }

    /** A child by its exact name, or, where there is none, a field by the path that the dots in the name make. */
    @Nullable
    ParquetField find(String name) {
        ParquetField whole = child(name);
        if (whole != null || name.indexOf('.') < 0) {
            return whole;
        }
        @Nullable ParquetField found = this;
        for (String step : name.split("\\.", -1)) {
            found = found == null || found.isRepeated() || found.isList() ? null : found.child(step);
        }
        return found;
    }

    /** Its type as messages show it. */
    String described() {
        if (type != null) {
            return isRepeated() ? "list<" + type.name() + ">" : type.name();
        }
        ParquetColumn list = ParquetColumn.of(this);
        return list == null ? "group" : "list<" + list.type().name() + ">";
    }

    /** The children with their types, in the order of the file. */
    String listed() {
        return children.stream()
                        .limit(MOST_NAMED)
                        .map(child -> child.name() + " (" + child.described() + ")")
                        .collect(Collectors.joining(", "))
                + (children.size() > MOST_NAMED ? " and " + (children.size() - MOST_NAMED) + " more" : "");
    }

    private @Nullable ParquetField child(String name) {
        for (ParquetField child : children) {
            if (child.name().equals(name)) {
                return child;
            }
        }
        return null;
    }
}
