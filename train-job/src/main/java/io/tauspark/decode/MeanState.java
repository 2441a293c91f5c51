package io.tauspark.decode;

/** One weighted sum of the values of all tokens: what a mean needs of them. */
public final class MeanState implements DecodeState {
    private final WeightedSums sum;

    public MeanState(int width) {
        this(new WeightedSums(1, width));
    }

    private MeanState(WeightedSums sum) {
        this.sum = sum;
    }

    @Override
    public void append(float[] keys, int key, double logWeight, float[] values, int value) {
        sum.add(0, logWeight, values, value);
    }

    @Override
    public void attend(int head, float[] queries, int query, WeightedSums into, int row) {
        into.add(row, 0, sum, 0);
    }

    @Override
    public void append(DecodeState later, double logWeight) {
        sum.addAll(((MeanState) later).sum, logWeight);
    }

    @Override
    public void save(StateTensors to) {
        sum.save(to, "sum");
    }

    @Override
    public void load(StateTensors from) {
        sum.load(from, "sum");
    }

    @Override
    public long bytes() {
        return sum.bytes();
    }

    @Override
    public MeanState copy() {
        return new MeanState(sum.copy());
    }
}
