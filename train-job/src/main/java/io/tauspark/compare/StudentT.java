package io.tauspark.compare;

/** Quantiles of Student's t distribution. */
final class StudentT {
    /** The normal distribution's. */
    private static final double NORMAL = 1.959963984540054;

    /** From one degree of freedom on. */
    private static final double[] TABLE = {
        12.7062047, 4.3026527, 3.1824463, 2.7764451, 2.5705818, 2.4469119, 2.3646243, 2.3060041, 2.2621572, 2.2281389
    };

    private StudentT() {}

    /**
     * The value that lies between −t and t with a probability of 95 %.
     *
     * <p>Beyond the table by the expansion of Cornish and Fisher, which is right to 2e-4 there (Abramowitz and Stegun,
     * Handbook of Mathematical Functions, 26.7.5).
     *
     * @param freedom degrees of freedom, at least 1
     */
    static double twoSided95(int freedom) {
        if (freedom < 1) {
            throw new IllegalArgumentException("no degrees of freedom: " + freedom);
        }
        if (freedom <= TABLE.length) {
            return TABLE[freedom - 1];
        }
        double x = NORMAL;
        double first = (Math.pow(x, 3) + x) / 4;
        double second = (5 * Math.pow(x, 5) + 16 * Math.pow(x, 3) + 3 * x) / 96;
        double third = (3 * Math.pow(x, 7) + 19 * Math.pow(x, 5) + 17 * Math.pow(x, 3) - 15 * x) / 384;
        return x + first / freedom + second / Math.pow(freedom, 2) + third / Math.pow(freedom, 3);
    }
}
