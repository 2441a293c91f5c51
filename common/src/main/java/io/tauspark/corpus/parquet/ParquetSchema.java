package io.tauspark.corpus.parquet;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.parquet.format.SchemaElement;

/** The schema of a Parquet file: a tree that footers keep as a list, parents before their children. */
final class ParquetSchema {
    private ParquetSchema() {}

    /**
     * @param youngTypes numbers of logical types that the library may not know, by the place in the list
     * @return the root
     * @throws IllegalArgumentException if the list is no tree
     */
    static ParquetField tree(List<SchemaElement> elements, Map<Integer, Integer> youngTypes) {
        require(!elements.isEmpty(), "it has no schema");
        ParquetField root = new ParquetField(elements.get(0), null, null, -1);
        Deque<Open> open = new ArrayDeque<>();
        open.push(new Open(root, elements.get(0).getNum_children()));
        int leaves = 0;
        for (int i = 1; i < elements.size(); i++) {
            while (!open.isEmpty() && open.peek().isComplete()) {
                open.pop();
            }
            require(!open.isEmpty(), "its schema has more fields than places for them");
            SchemaElement element = elements.get(i);
            require(element.getRepetition_type() != null, "field '" + element.getName() + "' is neither one nor many");
            boolean isLeaf = element.getType() != null || !element.isSetNum_children();
            if (isLeaf) {
                ParquetType type = ParquetType.of(element, youngTypes.get(i));
                new ParquetField(element, open.peek().field, type, leaves++);
            } else {
                ParquetField group = new ParquetField(element, open.peek().field, null, -1);
                open.push(new Open(group, element.getNum_children()));
            }
        }
        require(open.stream().allMatch(Open::isComplete), "its schema has fewer fields than places for them");
        return root;
    }

    /** The list of some leaves with all that they lie in, without annotations, which reading needs none of. */
    static List<SchemaElement> only(Set<ParquetField> leaves, ParquetField root) {
        List<SchemaElement> elements = new ArrayList<>();
        add(elements, root, leaves);
        return elements;
    }

    private static void add(List<SchemaElement> elements, ParquetField field, Set<ParquetField> leaves) {
        SchemaElement element = new SchemaElement(field.name());
        SchemaElement given = field.element();
        elements.add(element);
        if (given.getRepetition_type() != null) {
            element.setRepetition_type(given.getRepetition_type());
        }
        if (field.type() != null) {
            element.setType(given.getType());
            if (given.isSetType_length()) {
                element.setType_length(given.getType_length());
            }
            return;
        }
        int children = 0;
        for (ParquetField child : field.children()) {
            if (leaves.stream().anyMatch(leaf -> leaf.isWithin(child))) {
                add(elements, child, leaves);
                children++;
            }
        }
        element.setNum_children(children);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /** A group whose children are being read. */
    private record Open(ParquetField field, int children) {
        boolean isComplete() {
            return field.children().size() >= children;
        }
    }
}
