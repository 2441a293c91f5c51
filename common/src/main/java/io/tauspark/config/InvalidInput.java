package io.tauspark.config;

/**
 * Something the caller gave cannot be used: a setting, a path, the content of a file. The message says what, with
 * which value, which rule it breaks and what to change. Commands print it alone, without a stack trace, and exit 2.
 */
public class InvalidInput extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public InvalidInput(String message) {
        super(message);
    }

    public InvalidInput(String message, Throwable cause) {
        super(message, cause);
    }
}
