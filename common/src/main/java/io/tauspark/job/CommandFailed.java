package io.tauspark.job;

/** The end of a command that may not end its JVM. The message is what the command told; there is no trace to read. */
final class CommandFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CommandFailed(String message) {
        super(message, null, false, false);
    }
}
