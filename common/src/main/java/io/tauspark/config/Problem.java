package io.tauspark.config;

/**
 * One broken rule of a configuration.
 *
 * @param key dotted path of the setting
 * @param message the value found and the rule it breaks
 * @param origin where the value was set (file and line, or the command line), empty when unknown
 */
public record Problem(String key, String message, String origin) {

    @Override
    public String toString() {
        return origin.isEmpty() ? key + ": " + message : key + ": " + message + " (" + origin + ")";
    }
}
