package io.tauspark.train.config;

import ai.djl.Device;
import io.tauspark.config.InvalidInput;
import io.tauspark.config.Problems;
import io.tauspark.model.Precision;
import io.tauspark.model.torch.LambdaKernel;
import java.io.Serializable;
import java.util.Optional;

/**
 * The device that a worker computes on, the precision that it computes in, how it computes
 * attention that compares λ, and where it adds gradients up.
 *
 * @param device kind of device
 * @param precision of matrix products
 * @param lambdaKernel of heads with λ
 * @param gradientSum place of the sum of a step's gradients
 */
public record ComputeConfig(DeviceKind device, PrecisionKind precision, KernelKind lambdaKernel, SumPlace gradientSum)
        implements Serializable {

    private static final String HALF_ON_A_GPU =
            "takes bfloat16 on a GPU, whose fused attention has no single precision:"
                    + " set precision=bfloat16, or lambda-kernel=exact";

    public ComputeConfig {
        new Problems()
                .check(
                        lambdaKernel != KernelKind.CELLS
                                || device != DeviceKind.GPU
                                || precision != PrecisionKind.FLOAT32,
                        "lambda-kernel",
                        "cells",
                        HALF_ON_A_GPU)
                .throwIfAny();
    }

    /** Kinds of devices. */
    public enum DeviceKind {
        /** The GPU that Spark gave to the task, if it gave one, else the processor. */
        AUTO,
        /** The processor. */
        CPU,
        /** The GPU that Spark gave to the task, or else the one with the worker's number. */
        GPU
    }

    /** Precisions of matrix products; parameters and moments are always of single precision. */
    public enum PrecisionKind {
        /** bfloat16 on a GPU, single on a processor. */
        AUTO,
        FLOAT32,
        BFLOAT16
    }

    /** Kernels of attention that compares λ. */
    public enum KernelKind {
        /** Cells on a GPU in bfloat16, else exact. */
        AUTO,
        /** As the formulas say. */
        EXACT,
        /** Through the code of cells. */
        CELLS
    }

    /** Places where the gradients of a step's micro-batches can be added up. */
    public enum SumPlace {
        /** The device of a GPU, the heap on a processor. */
        AUTO,
        /** Arrays of Java, in a tree: the sum does not depend on the number of workers, to the bit. */
        HEAP,
        /** Where the model computes, in order; nothing is copied but for an exchange. */
        DEVICE
    }

    /**
     * The device of a worker.
     *
     * @param rank the worker's number
     * @param assigned number of the GPU that Spark gave to its task
     */
    public Device device(int rank, Optional<Integer> assigned) {
        return switch (device) {
            case CPU -> Device.cpu();
            case GPU -> Device.gpu(assigned.orElse(rank));
            case AUTO -> assigned.map(Device::gpu).orElse(Device.cpu());
        };
    }

    /** The place where gradients of a model on a device are added up, {@link SumPlace#HEAP} or {@link SumPlace#DEVICE}. */
    public SumPlace sumsOn(Device on) {
        return switch (gradientSum) {
            case HEAP -> SumPlace.HEAP;
            case DEVICE -> SumPlace.DEVICE;
            case AUTO -> on.isGpu() ? SumPlace.DEVICE : SumPlace.HEAP;
        };
    }

    /** The precision of a model on a device. */
    public Precision precision(Device on) {
        return switch (precision) {
            case FLOAT32 -> Precision.FLOAT32;
            case BFLOAT16 -> Precision.BFLOAT16;
            case AUTO -> on.isGpu() ? Precision.BFLOAT16 : Precision.FLOAT32;
        };
    }

    /** The kernel of heads with λ of a model on a device. */
    public LambdaKernel kernel(Device on) {
        boolean half = precision(on).half();
        if (lambdaKernel == KernelKind.CELLS && on.isGpu() && !half) {
            throw new InvalidInput("lambda-kernel: value 'cells' " + HALF_ON_A_GPU);
        }
        return switch (lambdaKernel) {
            case EXACT -> LambdaKernel.EXACT;
            case CELLS -> LambdaKernel.CELLS;
            case AUTO -> on.isGpu() && half ? LambdaKernel.CELLS : LambdaKernel.EXACT;
        };
    }
}
