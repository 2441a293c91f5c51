package io.tauspark.model.torch;

import ai.djl.Device;

/**
 * The division of the program's work, which changes speed and memory but no result beyond rounding.
 *
 * @param block queries of one block of attention, and tokens of one chunk of the grid kernel
 * @param tile weights of attention that exist at one time
 * @param chunk tokens whose logits over the vocabulary exist at one time
 * @param slice logits that are worked on at one time
 */
record Tiling(int block, long tile, int chunk, long slice) {
    /** A tile and a slice stay in a core's share of the cache, 1 MB; a chunk is long enough to pay for reading the head. */
    private static final Tiling CPU = new Tiling(32, 1 << 18, 256, 1 << 18);

    /** Few large kernels: 1 GB of weights, and the logits of 4,096 tokens. */
    private static final Tiling GPU = new Tiling(256, 1 << 28, 4096, 1 << 30);

    static Tiling of(Device device) {
        return device.isGpu() ? GPU : CPU;
    }
}
