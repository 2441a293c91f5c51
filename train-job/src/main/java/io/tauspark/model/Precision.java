package io.tauspark.model;

import ai.djl.ndarray.types.DataType;

/** The precision that a model computes in. Parameters, moments and whatever adds up stay in {@link #type}. */
public enum Precision {
    /** Double, for checking gradients. */
    FLOAT64(DataType.FLOAT64, false),
    /** Single. */
    FLOAT32(DataType.FLOAT32, false),
    /**
     * Matrix products and fused attention in bfloat16, all else in single. The rounding happens inside of the
     * TorchScript program: DJL's own BFLOAT16 type aborts the JVM.
     */
    BFLOAT16(DataType.FLOAT32, true);

    private final DataType type;
    private final boolean half;

    Precision(DataType type, boolean half) {
        this.type = type;
        this.half = half;
    }

    public DataType type() {
        return type;
    }

    public boolean half() {
        return half;
    }
}
