package io.tauspark.corpus.parquet;

import java.io.ByteArrayInputStream;
import java.util.HashMap;
import java.util.Map;
import org.apache.parquet.format.LogicalType;
import shaded.parquet.org.apache.thrift.TConfiguration;
import shaded.parquet.org.apache.thrift.TException;
import shaded.parquet.org.apache.thrift.protocol.TCompactProtocol;
import shaded.parquet.org.apache.thrift.protocol.TField;
import shaded.parquet.org.apache.thrift.protocol.TList;
import shaded.parquet.org.apache.thrift.protocol.TMap;
import shaded.parquet.org.apache.thrift.protocol.TProtocolException;
import shaded.parquet.org.apache.thrift.protocol.TSet;
import shaded.parquet.org.apache.thrift.protocol.TStruct;
import shaded.parquet.org.apache.thrift.transport.TIOStreamTransport;
import shaded.parquet.org.apache.thrift.transport.TTransportException;

/**
 * The encoding of Parquet's footers, with two things that the library's lacks: nothing that a damaged footer says makes
 * it take more memory than the footer itself calls for, and logical types are noted that are younger than the library,
 * which otherwise forgets which they are.
 */
final class FooterProtocol extends TCompactProtocol {
    /** Those of a sound footer nest seven deep. */
    private static final int DEEPEST = 32;

    /** The type of the field that ends a struct. */
    private static final byte STOP = 0;

    /** The way to a logical type: the schema of the file, and the type of one of its elements. */
    private static final short SCHEMA = 2;

    private static final short LOGICAL_TYPE = 10;

    /** The last logical type that every version of the library knows. */
    private static final int LAST_KNOWN = LogicalType._Fields.UUID.getThriftFieldId();

    private static final int ELEMENT_DEPTH = 2;
    private static final int UNION_DEPTH = 3;

    private final ByteArrayInputStream rest;
    private final short[] fields = new short[DEEPEST + 1];
    private final Map<Integer, Integer> youngTypes = new HashMap<>();
    private int structs;
    private int containers;
    private int element = -1;

    private FooterProtocol(ByteArrayInputStream footer, TConfiguration limits) throws TTransportException {
        super(new TIOStreamTransport(limits, footer));
        this.rest = footer;
    }

    static FooterProtocol of(byte[] footer) throws TTransportException {
        TConfiguration limits = new TConfiguration(footer.length + 1, footer.length + 1, DEEPEST);
        return new FooterProtocol(new ByteArrayInputStream(footer), limits);
    }

    /** The numbers of logical types that the library may not know, by the place of the element in the schema. */
    Map<Integer, Integer> youngTypes() {
        return youngTypes;
    }

    @Override
    public TStruct readStructBegin() throws TException {
        structs++;
        requireShallow();
        if (structs == ELEMENT_DEPTH && fields[1] == SCHEMA) {
            element++;
        }
        return super.readStructBegin();
    }

    @Override
    public void readStructEnd() throws TException {
        structs--;
        super.readStructEnd();
    }

    @Override
    public TField readFieldBegin() throws TException {
        TField field = super.readFieldBegin();
        if (field.type != STOP) {
            fields[structs] = field.id;
            if (structs == UNION_DEPTH
                    && fields[1] == SCHEMA
                    && fields[ELEMENT_DEPTH] == LOGICAL_TYPE
                    && field.id > LAST_KNOWN) {
                youngTypes.put(element, (int) field.id);
            }
        }
        return field;
    }

    @Override
    public TList readListBegin() throws TException {
        TList list = super.readListBegin();
        enter(list.size);
        return list;
    }

    @Override
    public void readListEnd() throws TException {
        containers--;
        super.readListEnd();
    }

    @Override
    public TSet readSetBegin() throws TException {
        TSet set = super.readSetBegin();
        enter(set.size);
        return set;
    }

    @Override
    public void readSetEnd() throws TException {
        containers--;
        super.readSetEnd();
    }

    @Override
    public TMap readMapBegin() throws TException {
        TMap map = super.readMapBegin();
        enter(map.size);
        return map;
    }

    @Override
    public void readMapEnd() throws TException {
        containers--;
        super.readMapEnd();
    }

    /** Elements take a byte each at the least. */
    private void enter(int size) throws TProtocolException {
        containers++;
        requireShallow();
        if (size < 0 || size > rest.available()) {
            throw new TProtocolException(
                    TProtocolException.SIZE_LIMIT, "a list of " + size + " does not fit into what is left of it");
        }
    }

    private void requireShallow() throws TProtocolException {
        if (structs + containers > DEEPEST) {
            throw new TProtocolException(TProtocolException.DEPTH_LIMIT, "it nests too deeply");
        }
    }
}
