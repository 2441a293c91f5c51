package io.tauspark.model.torch;

import io.tauspark.model.AttentionKind;
import io.tauspark.model.AttentionStack;
import io.tauspark.model.HeadGroup;
import io.tauspark.model.ModelConfig;
import java.util.List;

/**
 * Ways to compute attention that compares λ. A model is trained and used with either; nothing of it is stored.
 *
 * <p>Through a code of cells the distance of two λ becomes a scalar product, which PyTorch's fused attention takes, and with it
 * the matrix units of a GPU. {@code grid} is computed exactly so. Of {@code tau} a logit is lower by at most 1 / (2·cells·t)
 * where query and key are in one cell, and exact elsewhere and for the tokens that have a near bias.
 */
public enum LambdaKernel {
    /** In blocks of time, as the formulas say. */
    EXACT,
    /** Through the code, where it serves a group of heads. */
    CELLS;

    /** Cells of the code of {@code tau}: with the four columns that follow a code, as wide as the narrowest fused kernels like. */
    static final int OF_TAU = 60;

    /** The widest heads that fused attention takes on a GPU. */
    private static final int WIDEST = 256;

    /** Columns that follow a code. */
    private static final int MORE_COLUMNS = 4;

    /**
     * The cells of the code through which a group is computed; 0 if it is not. Groups without λ have no code. {@code reference} is
     * left as it was published, and groups that may be cold as they are: their temperature is far below the width of a cell.
     *
     * @param cells of the grid
     */
    int cells(HeadGroup group, int cells) {
        int code = group.kind() == AttentionKind.GRID ? cells : OF_TAU;
        boolean served = this == CELLS
                && (group.kind() == AttentionKind.GRID || group.kind() == AttentionKind.TAU)
                && !group.cold()
                && Math.max(group.width(), code + MORE_COLUMNS) <= WIDEST;
        return served ? code : 0;
    }

    /** Whether any head of a model is computed through the code. */
    public boolean serves(ModelConfig model) {
        return AttentionStack.of(model).stream()
                .flatMap(List::stream)
                .anyMatch(group -> cells(group, model.lambda().cells()) > 0);
    }
}
