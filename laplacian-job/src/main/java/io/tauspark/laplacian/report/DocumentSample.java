package io.tauspark.laplacian.report;

/**
 * One document as an example.
 *
 * @param text how it begins, at most 200 characters of which a longer one spends the last on an ellipsis; may be empty
 */
public record DocumentSample(String id, double energy, double lambda, String text) {
    private static final int LONGEST = 200;

    public DocumentSample {
        if (text.codePointCount(0, text.length()) > LONGEST) {
            text = text.substring(0, text.offsetByCodePoints(0, LONGEST - 1)) + "…";
        }
    }
}
