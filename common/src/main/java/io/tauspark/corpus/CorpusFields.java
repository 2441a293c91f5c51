package io.tauspark.corpus;

import io.tauspark.config.Problems;
import java.io.Serializable;

/**
 * Where a row of a corpus keeps what a document needs.
 *
 * @param text name of the field with the text: a string, or an array of strings that become its lines
 * @param id name of the field with the id, a string or a number; rows may lack it
 */
public record CorpusFields(String text, String id) implements Serializable {

    public CorpusFields {
        Problems problems = new Problems();
        check(problems, text, id);
        problems.throwIfAny();
    }

    /** The rules of this record, for configurations that have {@code text} and {@code id} among their own keys. */
    public static void check(Problems problems, String text, String id) {
        problems.check(!text.isBlank(), "text", text, "is blank; name the field that holds the text")
                .check(!id.isBlank(), "id", id, "is blank; name a field, which rows may lack");
    }
}
