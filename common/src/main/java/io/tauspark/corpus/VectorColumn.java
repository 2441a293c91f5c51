package io.tauspark.corpus;

import java.util.Arrays;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.UserDefinedType;
import org.jspecify.annotations.Nullable;

/** How a column keeps vectors. */
enum VectorColumn {
    NONE {
        @Override
        double[] read(InternalRow row, int ordinal) throws RejectedRecord {
            throw new RejectedRecord(Rejection.MISSING_EMBEDDING);
        }

        @Override
        Object shown(InternalRow row, int ordinal) {
            return "";
        }
    },
    FLOATS {
        @Override
        double[] read(InternalRow row, int ordinal) throws RejectedRecord {
            float[] floats = complete(row.getArray(ordinal)).toFloatArray();
            double[] vector = new double[floats.length];
            for (int i = 0; i < floats.length; i++) {
                vector[i] = floats[i];
            }
            return vector;
        }

        @Override
        Object shown(InternalRow row, int ordinal) {
            return Arrays.asList(row.getArray(ordinal).toObjectArray(DataTypes.FloatType));
        }
    },
    DOUBLES {
        @Override
        double[] read(InternalRow row, int ordinal) throws RejectedRecord {
            return complete(row.getArray(ordinal)).toDoubleArray();
        }

        @Override
        Object shown(InternalRow row, int ordinal) {
            return Arrays.asList(row.getArray(ordinal).toObjectArray(DataTypes.DoubleType));
        }
    },
    /** MLlib's vectors, dense and sparse. */
    VECTORS {
        @Override
        double[] read(InternalRow row, int ordinal) throws RejectedRecord {
            Vector vector = stored(row, ordinal);
            RecordFields.requireLength(vector.size());
            return vector.toArray();
        }

        @Override
        Object shown(InternalRow row, int ordinal) {
            return stored(row, ordinal).toString();
        }

        private Vector stored(InternalRow row, int ordinal) {
            UserDefinedType<?> type = (UserDefinedType<?>) SQLDataTypes.VectorType();
            return (Vector) type.deserialize(row.getStruct(ordinal, STORED_FIELDS));
        }
    };

    /** How many fields MLlib stores a vector as. */
    private static final int STORED_FIELDS = 4;

    /** The kind of a type, {@link #NONE} if it is none of vectors. */
    static VectorColumn of(@Nullable DataType type) {
        if (type instanceof ArrayType array) {
            if (array.elementType().equals(DataTypes.FloatType)) {
                return FLOATS;
            }
            return array.elementType().equals(DataTypes.DoubleType) ? DOUBLES : NONE;
        }
        return SQLDataTypes.VectorType().equals(type) ? VECTORS : NONE;
    }

    /** The vector of a row that has one; its numbers may be anything. */
    abstract double[] read(InternalRow row, int ordinal) throws RejectedRecord;

    /** The vector as a value for JSON, with whatever is wrong in it. */
    abstract Object shown(InternalRow row, int ordinal);

    private static ArrayData complete(ArrayData array) throws RejectedRecord {
        int length = array.numElements();
        RecordFields.requireLength(length);
        for (int i = 0; i < length; i++) {
            if (array.isNullAt(i)) {
                throw new RejectedRecord(Rejection.NULL_ELEMENT);
            }
        }
        return array;
    }
}
