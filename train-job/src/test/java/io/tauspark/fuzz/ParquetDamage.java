package io.tauspark.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;

/** Damage to where a Parquet file says what it holds: its footer, the footer's length, the headers of its pages. */
public final class ParquetDamage {
    /** The length of the footer and the magic bytes behind it. */
    private static final int TAIL = 8;

    /** The magic bytes and the header of the first page, at least. */
    private static final int HEAD = 100;

    private static final Damage.Part FOOTER =
            new Damage.Part(content -> content.length - TAIL - footer(content), content -> content.length - TAIL);
    private static final Damage.Part BEGINNING = new Damage.Part(content -> 0, content -> HEAD);

    private static final List<Integer> LENGTHS =
            List.of(0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 24, 1 << 30);

    private static final Damage IN_FOOTER = ((Damage) Bytes::damage).within(FOOTER);
    private static final Damage NUMBER_IN_FOOTER = ((Damage) ParquetDamage::number).within(FOOTER);
    private static final Damage IN_BEGINNING = ((Damage) ParquetDamage::number).within(BEGINNING);

    private ParquetDamage() {}

    /** One of these kinds. */
    public static byte[] damage(byte[] content, Random random) {
        if (content.length < TAIL) {
            return Bytes.damage(content, random);
        }
        int kinds = 5;
        return switch (random.nextInt(kinds)) {
            case 0 -> IN_FOOTER.apply(content, random);
            case 1 -> resized(NUMBER_IN_FOOTER.apply(content, random), content);
            case 2 -> IN_BEGINNING.apply(content, random);
            case 3 -> resized(IN_FOOTER.apply(content, random), content);
            default -> tail(content, random);
        };
    }

    /** Overwrites or inserts a number as Thrift's compact protocol writes it, mostly a huge one. */
    private static byte[] number(byte[] content, Random random) {
        int at = random.nextInt(content.length + 1);
        int huge = 1 + random.nextInt(9);
        byte[] number = new byte[huge + 1];
        for (int i = 0; i < huge; i++) {
            number[i] = (byte) (0x80 | random.nextInt());
        }
        number[huge] = (byte) random.nextInt(0x80);
        int replaced = random.nextBoolean() ? Math.min(number.length, content.length - at) : 0;
        return Bytes.join(Bytes.part(content, 0, at), number, Bytes.part(content, at + replaced, content.length));
    }

    /** With the length that the footer has now, so that damage is found by nothing but what it did to the footer. */
    private static byte[] resized(byte[] damaged, byte[] original) {
        int length = footer(original) + damaged.length - original.length;
        ByteBuffer.wrap(damaged).order(ByteOrder.LITTLE_ENDIAN).putInt(damaged.length - TAIL, length);
        return damaged;
    }

    private static byte[] tail(byte[] content, Random random) {
        byte[] damaged = content.clone();
        int length = random.nextBoolean()
                ? LENGTHS.get(random.nextInt(LENGTHS.size()))
                : footer(content) + random.nextInt(HEAD) - HEAD / 2;
        ByteBuffer.wrap(damaged).order(ByteOrder.LITTLE_ENDIAN).putInt(content.length - TAIL, length);
        return damaged;
    }

    private static int footer(byte[] content) {
        int length = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).getInt(content.length - TAIL);
        return Math.max(0, Math.min(length, content.length - TAIL));
    }
}
