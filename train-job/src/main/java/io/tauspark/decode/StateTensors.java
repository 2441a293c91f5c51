package io.tauspark.decode;

import io.tauspark.config.InvalidInput;
import io.tauspark.store.Safetensors;
import io.tauspark.store.Tensor;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Tables of numbers that hold what a text leaves, by names; a state writes to, and reads from, a place among them. */
public final class StateTensors {
    /** Stands for a number of rows or columns that the reader does not know. */
    static final int ANY = -1;

    private final Map<String, Tensor> tensors;
    private final String place;

    /** None yet. */
    public StateTensors() {
        this(new LinkedHashMap<>(), "");
    }

    private StateTensors(Map<String, Tensor> tensors, String place) {
        this.tensors = tensors;
        this.place = place;
    }

    /** The tables of a file. */
    public static StateTensors of(Safetensors file) {
        StateTensors all = new StateTensors();
        file.tensors().forEach(tensor -> all.tensors.put(tensor.name(), tensor));
        return all;
    }

    /** All tables, in the order in which they were put. */
    public List<Tensor> all() {
        return new ArrayList<>(tensors.values());
    }

    /** The same tables, seen from a place whose names begin with one more word. */
    StateTensors at(String word) {
        return new StateTensors(tensors, place + word + ".");
    }

    void put(String name, int columns, double[]... rows) {
        DoubleBuffer values = DoubleBuffer.allocate(Math.multiplyExact(rows.length, columns));
        for (double[] row : rows) {
            values.put(row);
        }
        add(Tensor.of(place + name, values.flip(), rows.length, columns));
    }

    void put(String name, int columns, float[]... rows) {
        FloatBuffer values = FloatBuffer.allocate(Math.multiplyExact(rows.length, columns));
        for (float[] row : rows) {
            values.put(row);
        }
        add(Tensor.of(place + name, values.flip(), rows.length, columns));
    }

    private void add(Tensor tensor) {
        if (tensors.put(tensor.name(), tensor) != null) {
            throw new IllegalStateException("two tables with the name '" + tensor.name() + "'");
        }
    }

    /**
     * The rows of a table of double precision.
     *
     * @throws InvalidInput if there is none of this name and shape
     */
    double[][] doubles(String name, int rows, int columns) {
        Tensor table = table(name, rows, columns);
        if (!(table.values().duplicate() instanceof DoubleBuffer values)) {
            throw other(name, rows, columns);
        }
        double[][] result = new double[Math.toIntExact(table.shape().get(0))]
                [Math.toIntExact(table.shape().get(1))];
        for (double[] row : result) {
            values.get(row);
        }
        return result;
    }

    /** The same of single precision. */
    float[][] floats(String name, int rows, int columns) {
        Tensor table = table(name, rows, columns);
        if (!(table.values().duplicate() instanceof FloatBuffer values)) {
            throw other(name, rows, columns);
        }
        float[][] result = new float[Math.toIntExact(table.shape().get(0))]
                [Math.toIntExact(table.shape().get(1))];
        for (float[] row : result) {
            values.get(row);
        }
        return result;
    }

    private Tensor table(String name, int rows, int columns) {
        Tensor table = tensors.get(place + name);
        if (table == null || table.shape().size() != 2 || !fits(table, 0, rows) || !fits(table, 1, columns)) {
            throw other(name, rows, columns);
        }
        return table;
    }

    private static boolean fits(Tensor table, int axis, int size) {
        return size == ANY || table.shape().get(axis) == size;
    }

    private InvalidInput other(String name, int rows, int columns) {
        return new InvalidInput(String.format(
                Locale.ROOT,
                "there is no table '%s%s' of %s rows and %s columns",
                place,
                name,
                rows == ANY ? "any" : rows,
                columns == ANY ? "any" : columns));
    }
}
