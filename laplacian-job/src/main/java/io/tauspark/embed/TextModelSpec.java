package io.tauspark.embed;

import java.io.Serializable;

/**
 * The model to load, as tasks are told.
 *
 * @param model its directory or URL
 * @param engine DJL's name of the engine, or {@code auto}
 * @param maxLength tokens of a text at most
 * @param tokenTypes whether a TorchScript model takes token types
 * @param sha256 checksum that its files must have; empty for any
 */
record TextModelSpec(String model, String engine, int maxLength, boolean tokenTypes, String sha256)
        implements Serializable {
    /** The same with the files of a checksum. */
    TextModelSpec of(String files) {
        return new TextModelSpec(model, engine, maxLength, tokenTypes, files);
    }
}
