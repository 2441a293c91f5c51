package io.tauspark.embed;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes ONNX models for tests: as much of onnx.proto as a graph of nodes, constants, inputs and outputs takes. Source
 * of the field numbers: onnx/onnx.proto of the ONNX project.
 */
final class OnnxFile {
    static final int FLOAT = 1;
    static final int INT64 = 7;

    private static final int IR_VERSION = 8;
    private static final int OPERATORS = 13;

    private final Message graph = new Message();

    OnnxFile node(String operator, List<String> inputs, String output, Message... attributes) {
        Message node = new Message();
        inputs.forEach(input -> node.text(1, input));
        node.text(2, output).text(4, operator);
        for (Message attribute : attributes) {
            node.message(5, attribute);
        }
        graph.message(1, node);
        return this;
    }

    static Message attribute(String name, long value) {
        int typeInt = 2;
        return new Message().text(1, name).number(3, value).number(20, typeInt);
    }

    OnnxFile constant(String name, float[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return constant(name, FLOAT, bytes.array(), shape);
    }

    /** A vector of one number, as operators take their axes. */
    OnnxFile constant(String name, long value) {
        ByteBuffer bytes =
                ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value);
        return constant(name, INT64, bytes.array(), 1);
    }

    private OnnxFile constant(String name, int type, byte[] values, long... shape) {
        Message tensor = new Message();
        for (long axis : shape) {
            tensor.number(1, axis);
        }
        graph.message(5, tensor.number(2, type).text(8, name).bytes(9, values));
        return this;
    }

    OnnxFile input(String name, int type, String... axes) {
        graph.message(11, value(name, type, axes));
        return this;
    }

    OnnxFile output(String name, int type, String... axes) {
        graph.message(12, value(name, type, axes));
        return this;
    }

    byte[] bytes() {
        graph.text(2, "graph");
        return new Message()
                .number(1, IR_VERSION)
                .message(7, graph)
                .message(8, new Message().number(2, OPERATORS))
                .out
                .toByteArray();
    }

    private static Message value(String name, int type, String... axes) {
        Message shape = new Message();
        for (String axis : axes) {
            shape.message(1, new Message().text(2, axis));
        }
        Message tensor = new Message().number(1, type).message(2, shape);
        return new Message().text(1, name).message(2, new Message().message(1, tensor));
    }

    /** A protobuf message: numbers as varints, everything else with its length. */
    static final class Message {
        private static final int WITH_LENGTH = 2;
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Message number(int field, long value) {
            varint((long) field << 3);
            varint(value);
            return this;
        }

        Message text(int field, String value) {
            return bytes(field, value.getBytes(StandardCharsets.UTF_8));
        }

        Message message(int field, Message value) {
            return bytes(field, value.out.toByteArray());
        }

        Message bytes(int field, byte[] value) {
            varint((long) field << 3 | WITH_LENGTH);
            varint(value.length);
            out.writeBytes(value);
            return this;
        }

        private void varint(long value) {
            long left = value;
            while ((left & ~0x7FL) != 0) {
                out.write((int) (left & 0x7F) | 0x80);
                left >>>= 7;
            }
            out.write((int) left);
        }
    }
}
