package io.tauspark.config;

import static java.util.Map.entry;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The reading of a record from settings, one for each component, in their order. What a component is called and which
 * type it has says how it is read; the rules stay in the record's compact constructor.
 *
 * <p>The component {@code microBatches} is the setting {@code micro-batches}, unless a {@link Key} names another. A
 * component that is a record is a section, as {@link Settings#section} reads it.
 *
 * @param <T> the record
 */
public final class RecordBinder<T extends Record> implements Function<Settings, T> {

    /**
     * The name of a component's setting where it is another than the component's. It is empty for a component that
     * stands for several settings of this level.
     */
    @Target(ElementType.RECORD_COMPONENT)
    @Retention(RetentionPolicy.RUNTIME)
    public @interface Key {
        String value();
    }

    /** A mark of a {@code long} that is a size in bytes, such as {@code 64KiB}. */
    @Target(ElementType.RECORD_COMPONENT)
    @Retention(RetentionPolicy.RUNTIME)
    public @interface Bytes {}

    /** The word that a {@code Double} may be instead of a number, and null stands for. */
    @Target(ElementType.RECORD_COMPONENT)
    @Retention(RetentionPolicy.RUNTIME)
    public @interface OrWord {
        String value();
    }

    /** Methods of {@link Settings} by the type of the component, as Java writes it. */
    private static final Map<String, BiFunction<Settings, String, Object>> READERS = Map.ofEntries(
            entry("java.lang.String", Settings::text),
            entry("int", Settings::integer),
            entry("java.lang.Integer", Settings::integer),
            entry("long", Settings::longInteger),
            entry("double", Settings::number),
            entry("java.lang.Double", Settings::number),
            entry("boolean", Settings::flag),
            entry("java.time.Duration", Settings::duration),
            entry("java.util.List<java.lang.String>", Settings::texts),
            entry("java.util.List<java.lang.Integer>", Settings::integers),
            entry("java.util.List<java.lang.Boolean>", Settings::flags));

    private final Class<T> type;
    private final String path;
    private final Map<String, Function<Settings, ?>> own;

    private RecordBinder(Class<T> type, String path, Map<String, Function<Settings, ?>> own) {
        this.type = type;
        this.path = path;
        this.own = own;
    }

    /** The binder of a record whose settings are all of the level that it is given. */
    public static <T extends Record> RecordBinder<T> of(Class<T> type) {
        return new RecordBinder<>(type, "", Map.of());
    }

    /**
     * The same with a component that is derived, or read in a way of its own.
     *
     * @param component its name
     * @param reader gets the settings that the record is read from
     */
    public RecordBinder<T> with(String component, Function<Settings, ?> reader) {
        if (Arrays.stream(type.getRecordComponents())
                .noneMatch(known -> known.getName().equals(component))) {
            throw new IllegalArgumentException(type.getName() + " has no component " + component);
        }
        Map<String, Function<Settings, ?>> more = new HashMap<>(own);
        more.put(component, reader);
        return new RecordBinder<>(type, path, more);
    }

    /**
     * The same for settings of a section, for records whose rules name them with the section, since they also concern
     * settings outside of it. Records in it are read likewise.
     */
    public RecordBinder<T> under(String section) {
        return new RecordBinder<>(type, section + ".", own);
    }

    /**
     * Reads the record.
     *
     * @throws InvalidConfig if it refuses the values
     */
    @Override
    public T apply(Settings settings) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        @Nullable Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = value(components[i], settings);
        }
        return record(types, values);
    }

    /**
     * The values in the JSON of a record by the names of their settings. A field that the record lacks, as the file of
     * another version may have, is named like a component.
     *
     * @param json the record, or a part of it
     */
    public static Map<String, JsonNode> named(JsonNode json, Class<? extends Record> type) {
        Map<String, JsonNode> values = new TreeMap<>();
        collect("", json, type, values);
        return values;
    }

    private static void collect(String path, JsonNode json, Class<?> type, Map<String, JsonNode> into) {
        Map<String, Field> fields = fields(type);
        json.fields().forEachRemaining(entry -> {
            Field field = fields.getOrDefault(entry.getKey(), new Field(spelled(entry.getKey()), Object.class));
            JsonNode value = entry.getValue();
            if (value.isObject() && !value.isEmpty()) {
                collect(field.name.isEmpty() ? path : path + field.name + ".", value, field.type, into);
            } else {
                into.put(path + field.name, value);
            }
        });
    }

    /**
     * A field of a record's JSON.
     *
     * @param name of its setting
     */
    private record Field(String name, Class<?> type) {}

    /** The fields of a record by their names in JSON, with those of records that have no object of their own there. */
    private static Map<String, Field> fields(Class<?> type) {
        Map<String, Field> fields = new HashMap<>();
        for (RecordComponent component : type.isRecord() ? type.getRecordComponents() : new RecordComponent[0]) {
            String name = name(component);
            if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
                fields(component.getType())
                        .forEach((json, field) -> fields.put(json, new Field(name + "." + field.name, field.type)));
            } else {
                JsonProperty property = component.getAccessor().getAnnotation(JsonProperty.class);
                String given = property == null ? "" : property.value();
                fields.put(given.isEmpty() ? component.getName() : given, new Field(name, component.getType()));
            }
        }
        return fields;
    }

    private @Nullable Object value(RecordComponent component, Settings settings) {
        Function<Settings, ?> reader = own.get(component.getName());
        if (reader != null) {
            return reader.apply(settings);
        }
        String key = path + name(component);
        OrWord word = component.getAnnotation(OrWord.class);
        if (word != null) {
            return settings.wordOrNumber(key, word.value());
        }
        if (component.isAnnotationPresent(Bytes.class)) {
            return settings.bytes(key);
        }
        Class<?> found = component.getType();
        if (found.isRecord()) {
            return section(key, of(found.asSubclass(Record.class)), settings);
        }
        if (found.isEnum()) {
            return constant(key, found, settings);
        }
        Class<?> entries = entries(component);
        if (entries.isEnum()) {
            return constants(key, entries, settings);
        }
        String written = component.getGenericType().getTypeName();
        boolean mayBeNull = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        if (!READERS.containsKey(written) || mayBeNull) {
            throw new IllegalArgumentException("component %s of %s is a %s, which no setting is read as"
                    .formatted(component.getName(), type.getName(), written));
        }
        return READERS.get(written).apply(settings, key);
    }

    private Record section(String key, RecordBinder<? extends Record> binder, Settings settings) {
        if (!path.isEmpty()) {
            return binder.under(key).apply(settings);
        }
        return key.isEmpty() ? settings.group(binder) : settings.section(key, binder);
    }

    @SuppressWarnings("unchecked") // Called for the types of enums alone.
    private static <E extends Enum<E>> Object constant(String key, Class<?> type, Settings settings) {
        return settings.choice(key, (Class<E>) type);
    }

    @SuppressWarnings("unchecked") // Called for the types of enums alone.
    private static <E extends Enum<E>> Object constants(String key, Class<?> type, Settings settings) {
        return settings.constants(key, (Class<E>) type);
    }

    /** The type of what a list holds that is no list itself; {@code Object} for what is no list. */
    private static Class<?> entries(RecordComponent component) {
        return component.getType() == List.class
                        && component.getGenericType() instanceof ParameterizedType list
                        && list.getActualTypeArguments()[0] instanceof Class<?> entries
                ? entries
                : Object.class;
    }

    private T record(Class<?>[] types, @Nullable Object[] values) {
        try {
            Constructor<T> constructor = type.getDeclaredConstructor(types);
            // Records may be private to another package.
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException thrown) {
            if (thrown.getCause() instanceof RuntimeException refused) {
                throw refused;
            }
            throw new IllegalStateException(type.getName() + " cannot be made", thrown);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(type.getName() + " has no canonical constructor", impossible);
        }
    }

    private static String name(RecordComponent component) {
        Key key = component.getAnnotation(Key.class);
        return key == null ? spelled(component.getName()) : key.value();
    }

    private static String spelled(String component) {
        return component.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
