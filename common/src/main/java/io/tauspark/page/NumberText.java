package io.tauspark.page;

import java.util.Locale;

/** Numbers as a page shows them, the same in every country. */
public final class NumberText {
    private static final int DIGITS = 4;
    private static final double SMALLEST_PLAIN = 1e-3;
    private static final double LARGEST_PLAIN = 1e6;
    private static final int MINUTE = 60;
    private static final int HOUR = 3600;
    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    private NumberText() {}

    /** A number to four significant digits: 1.895, 1,599, 5.7 × 10⁻¹⁴. */
    public static String of(double value) {
        return significant(value, DIGITS);
    }

    public static String of(long value) {
        return String.format(Locale.ROOT, "%,d", value).replace('-', '−');
    }

    /** A number with so many decimals, trailing zeros among them. */
    public static String fixed(double value, int decimals) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", value).replace('-', '−');
    }

    /** A share of one as percent, to three significant digits. */
    public static String percent(double share) {
        return significant(100 * share, DIGITS - 1) + " %";
    }

    public static String seconds(double seconds) {
        long whole = Math.round(seconds);
        if (whole < MINUTE) {
            return of(Math.round(100 * seconds) / 100.0) + " s";
        }
        return whole < HOUR
                ? String.format(Locale.ROOT, "%d min %02d s", whole / MINUTE, whole % MINUTE)
                : String.format(Locale.ROOT, "%d h %02d min", whole / HOUR, whole % HOUR / MINUTE);
    }

    /** Ten to a whole number: 10⁻³. */
    static String tenTo(int exponent) {
        StringBuilder text = new StringBuilder("10");
        for (char sign : Integer.toString(exponent).toCharArray()) {
            text.append(sign == '-' ? '⁻' : SUPERSCRIPTS.charAt(sign - '0'));
        }
        return text.toString();
    }

    private static String significant(double value, int digits) {
        if (value == 0) {
            return "0";
        }
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "not a number" : value > 0 ? "∞" : "−∞";
        }
        double size = Math.abs(value);
        String text = size < SMALLEST_PLAIN || size >= LARGEST_PLAIN
                ? power(size)
                : trimmed(String.format(Locale.ROOT, "%,." + decimals(size, digits) + "f", size));
        return value < 0 ? "−" + text : text;
    }

    private static int decimals(double size, int digits) {
        return Math.max(0, digits - 1 - (int) Math.floor(Math.log10(size)));
    }

    private static String power(double size) {
        String[] parts = String.format(Locale.ROOT, "%.2e", size).split("e", 2);
        return trimmed(parts[0]) + " × " + tenTo(Integer.parseInt(parts[1]));
    }

    private static String trimmed(String number) {
        return number.contains(".") ? number.replaceAll("\\.?0+$", "") : number;
    }
}
