package io.tauspark.shards;

import io.tauspark.config.Problems;
import java.io.Serializable;

/**
 * The fields of a row of a corpus that hold what a document needs. A name with dots also finds a field of a nested row.
 *
 * @param text name of the field with the text: a string, or an array of strings that become its lines
 * @param id name of the field with the id, a string or a number; rows may lack it
 */
public record CorpusFields(String text, String id) implements Serializable {

    public CorpusFields {
        new Problems()
                .check(!text.isBlank(), "text", text, "is blank; name the field that holds the text")
                .check(!id.isBlank(), "id", id, "is blank; name a field, which rows may lack")
                .throwIfAny();
    }
}
