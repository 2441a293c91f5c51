package io.tauspark.train;

import java.util.Map;

/**
 * Something that befell a training.
 *
 * @param event one word, see {@link io.tauspark.observe.EventLog}
 * @param facts for the log
 * @param text a line for a person; empty for none
 */
record RunEvent(String event, Map<String, Object> facts, String text) {}
