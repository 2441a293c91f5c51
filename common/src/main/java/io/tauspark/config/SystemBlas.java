package io.tauspark.config;

import com.sun.jna.NativeLibrary;

/**
 * The BLAS of the system, such as Debian's libblas3 or OpenBLAS. Spark's MLlib loads it for all of the process to see, and PyTorch
 * multiplies with it from then on instead of its own products: with other bits, and with the reference BLAS 20 times slower.
 */
public final class SystemBlas {
    private static final String LIBRARY = "dev.ludovic.netlib.blas.nativeLib";
    /** A name that no library has. */
    private static final String NONE = "none";

    /** The option of a JVM that has MLlib compute in Java. */
    public static final String AVOIDED = "-D" + LIBRARY + "=" + NONE;

    private SystemBlas() {}

    /** Has MLlib compute in Java in this JVM, unless its user has named a library. Must come before its first computation. */
    static void avoid() {
        if (System.getProperty(LIBRARY) == null) {
            System.setProperty(LIBRARY, NONE);
        }
    }

    /**
     * Makes sure that PyTorch multiplies by itself in this JVM.
     *
     * @throws InvalidInput if a BLAS was loaded for all of the process to see
     */
    public static void requireNone() {
        try {
            NativeLibrary.getProcess().getFunction("sgemm_");
        } catch (LinkageError none) {
            return;
        }
        throw new InvalidInput(
                "this JVM has loaded a BLAS of the system, which PyTorch would multiply with instead of its own: with"
                        + " other bits and up to 20 times slower. Spark's MLlib loads it where one is installed, as when word vectors are"
                        + " fitted; start Spark with " + AVOIDED + " in spark.driver.extraJavaOptions and"
                        + " spark.executor.extraJavaOptions, or use an application of its own for what needs PyTorch");
    }
}
