package io.tauspark.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Damage to what a JSON text says, which mostly stays JSON: keys and values that are gone, twice there, or others. */
public final class JsonDamage {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int DEEP = 5_000;
    private static final int LONG = 100_000;

    /** Stands for the name of the key before, so that a tree can hold it. */
    private static final String TWIN = "@twin@";

    /** Values of every type, beyond every range, and none. */
    private static final List<String> VALUES = List.of(
            "null",
            "NaN",
            "-Infinity",
            "1e400",
            "-1",
            "0",
            "1.5",
            "1e-400",
            "2147483647",
            "2147483648",
            "4294967295",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "9".repeat(2_000),
            "true",
            "\"\"",
            "\" \"",
            "\"3\"",
            "\"x\"",
            "\"..\"",
            "\"a:b\"",
            "\"/\"",
            "\"\\u0000\\n\\u001b[31m\"",
            "\"\\ud800\"",
            "[]",
            "{}",
            "[null]",
            "[[1]]",
            "{\"x\":null}",
            "[".repeat(DEEP) + "]".repeat(DEEP),
            "[".repeat(DEEP),
            "\"" + "long ".repeat(LONG) + "\"");

    private JsonDamage() {}

    /** Damages a text; what is no JSON is damaged byte by byte. */
    public static byte[] damage(byte[] content, Random random) {
        JsonNode root;
        try {
            root = JSON.readTree(content);
        } catch (IOException broken) {
            return Bytes.damage(content, random);
        }
        List<ContainerNode<?>> places = new ArrayList<>();
        collect(root, places);
        if (places.isEmpty()) {
            return value(random).getBytes(StandardCharsets.UTF_8);
        }
        ContainerNode<?> place = places.get(random.nextInt(places.size()));
        String twin = place instanceof ObjectNode object ? damage(object, random) : damage((ArrayNode) place, random);
        try {
            String text = random.nextBoolean()
                    ? JSON.writeValueAsString(root)
                    : JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root);
            return text.replace(TWIN, twin).getBytes(StandardCharsets.UTF_8);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The same of one line of a file of such lines. */
    public static byte[] damageLine(byte[] content, Random random) {
        String[] lines = new String(content, StandardCharsets.UTF_8).split("\n", -1);
        int at = random.nextInt(lines.length);
        byte[] damaged = damage(lines[at].getBytes(StandardCharsets.UTF_8), random);
        // A pretty line would be several.
        lines[at] = new String(damaged, StandardCharsets.UTF_8).replace('\n', ' ');
        return String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    }

    /** @return in JSON, the key that {@link #TWIN} stands for */
    private static String damage(ObjectNode object, Random random) {
        List<String> keys = new ArrayList<>();
        object.fieldNames().forEachRemaining(keys::add);
        String key = keys.get(random.nextInt(keys.size()));
        int kinds = 6;
        switch (random.nextInt(kinds)) {
            case 0 -> object.remove(key);
            case 1 -> object.set(key + "x", object.remove(key));
            case 2 -> object.set("x", object.get(key).deepCopy());
            case 3 ->
                object.putRawValue(
                        TWIN,
                        new RawValue(random.nextBoolean() ? object.get(key).toString() : value(random)));
            case 4 ->
                object.set(
                        key, object.get(keys.get(random.nextInt(keys.size()))).deepCopy());
            default -> object.putRawValue(key, new RawValue(value(random)));
        }
        String quoted = JSON.getNodeFactory().textNode(key).toString();
        return quoted.substring(1, quoted.length() - 1);
    }

    private static String damage(ArrayNode array, Random random) {
        int at = random.nextInt(array.size());
        int kinds = 4;
        switch (random.nextInt(kinds)) {
            case 0 -> array.remove(at);
            case 1 -> array.add(array.get(at).deepCopy());
            case 2 -> array.insertRawValue(at, new RawValue(value(random)));
            default -> {
                array.remove(at);
                array.insertRawValue(at, new RawValue(value(random)));
            }
        }
        return "";
    }

    private static String value(Random random) {
        return VALUES.get(random.nextInt(VALUES.size()));
    }

    private static void collect(JsonNode node, List<ContainerNode<?>> places) {
        if (node instanceof ContainerNode<?> container && !container.isEmpty()) {
            places.add(container);
        }
        node.forEach(child -> collect(child, places));
    }
}
