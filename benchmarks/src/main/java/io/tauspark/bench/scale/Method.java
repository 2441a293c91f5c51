package io.tauspark.bench.scale;

import io.tauspark.exchange.WireType;

/** A way of summing an array over members. */
enum Method {
    RING("plain socket ring", Link.SOCKETS, WireType.FLOAT32),
    EXCHANGE("exchange", Link.PLAIN, WireType.FLOAT32),
    EXCHANGE_BFLOAT16("exchange", Link.PLAIN, WireType.BFLOAT16),
    AUTHENTICATED("exchange, authenticated", Link.AUTHENTICATED, WireType.FLOAT32),
    ENCRYPTED("exchange, authenticated and encrypted", Link.ENCRYPTED, WireType.FLOAT32),
    ENCRYPTED_BFLOAT16("exchange, authenticated and encrypted", Link.ENCRYPTED, WireType.BFLOAT16);

    /** The connections between members; methods may share them. */
    enum Link {
        SOCKETS,
        PLAIN,
        AUTHENTICATED,
        ENCRYPTED
    }

    private final String title;
    private final Link link;
    private final WireType wire;

    Method(String title, Link link, WireType wire) {
        this.title = title;
        this.link = link;
        this.wire = wire;
    }

    String title() {
        return title;
    }

    Link link() {
        return link;
    }

    WireType wire() {
        return wire;
    }

    /** Megabytes that one member sends for a sum: all but its own share, twice. It receives as many. */
    double megabytes(int members, int values) {
        int width = wire == WireType.BFLOAT16 ? Short.BYTES : Float.BYTES;
        return 2.0 * values * width * (members - 1) / members / 1e6;
    }
}
