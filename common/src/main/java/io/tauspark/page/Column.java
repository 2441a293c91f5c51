package io.tauspark.page;

/**
 * A column of a table.
 *
 * @param name its heading
 * @param numeric whether it is aligned to the right
 */
public record Column(String name, boolean numeric) {
    public static Column text(String name) {
        return new Column(name, false);
    }

    public static Column number(String name) {
        return new Column(name, true);
    }
}
