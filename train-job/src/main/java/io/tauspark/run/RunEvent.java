package io.tauspark.run;

import java.util.Map;

/**
 * Something that happened to a training.
 *
 * @param event one word
 * @param facts for the {@link EventLine}
 * @param text a line for a person; empty for none
 */
public record RunEvent(String event, Map<String, Object> facts, String text) {}
