package io.tauspark.generate;

import io.tauspark.decode.StateTensors;
import io.tauspark.model.torch.Continuation;

/** A text of which tensors are kept, and whose attention PyTorch computes. */
record TensorText(Continuation text) implements GrowingText {
    @Override
    public float[] append(int... ids) {
        return text.append(ids);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public long bytes() {
        return text.bytes();
    }

    @Override
    public TensorText copy() {
        return new TensorText(text.copy());
    }

    @Override
    public StateTensors saved() {
        throw new UnsupportedOperationException("tensors are not saved");
    }

    @Override
    public void close() {
        text.close();
    }
}
