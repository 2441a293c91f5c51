package io.tauspark.decode;

import java.util.List;

/** What the groups of one layer remember of a text. */
public final class LayerPast {
    private final int width;
    private final List<GroupPast> groups;

    /** @param width of the results of all groups, C */
    LayerPast(int width, List<GroupPast> groups) {
        this.width = width;
        this.groups = List.copyOf(groups);
    }

    /**
     * Takes the next tokens.
     *
     * @param inputs of the groups, one after the other, as {@link GroupPast#attend} wants them
     * @param asked tokens at the end whose results are asked for
     * @return results of all heads, [tokens, C], zero for tokens that are not asked for
     */
    public float[] attend(float[] inputs, int tokens, int asked) {
        float[] results = new float[tokens * width];
        int from = 0;
        int column = 0;
        for (GroupPast past : groups) {
            past.attend(inputs, from, tokens, asked, results, width, column);
            from += past.inputs() * tokens;
            column += past.results();
        }
        return results;
    }

    /** Takes the next tokens, whose own results are of no interest. */
    public void append(float[] inputs, int tokens) {
        attend(inputs, tokens, 0);
    }

    /** Takes all tokens of the part that follows. */
    public void append(LayerPast part) {
        for (int i = 0; i < groups.size(); i++) {
            groups.get(i).append(part.groups.get(i));
        }
    }

    /** Writes what is remembered. */
    public void save(StateTensors to) {
        for (int i = 0; i < groups.size(); i++) {
            groups.get(i).save(to.at("group." + i));
        }
    }

    /** Remembers what was written, and nothing else. */
    public void load(StateTensors from) {
        for (int i = 0; i < groups.size(); i++) {
            groups.get(i).load(from.at("group." + i));
        }
    }

    /** Bytes of what is remembered. */
    public long bytes() {
        return groups.stream().mapToLong(GroupPast::bytes).sum();
    }

    /** The same past once more, which goes on by itself. */
    public LayerPast copy() {
        return new LayerPast(width, groups.stream().map(GroupPast::copy).toList());
    }
}
