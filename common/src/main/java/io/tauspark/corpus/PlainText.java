package io.tauspark.corpus;

/** A record that is nothing but its text. */
public final class PlainText implements RecordFields {
    private final String id;
    private final String text;

    /** @param id blank for a line */
    public PlainText(String id, String text) {
        this.id = id;
        this.text = text;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String text() throws RejectedRecord {
        return RecordFields.requireText(text);
    }

    @Override
    public double[] vector() throws RejectedRecord {
        throw new RejectedRecord(Rejection.MISSING_EMBEDDING);
    }

    @Override
    public String shown() {
        return text;
    }
}
