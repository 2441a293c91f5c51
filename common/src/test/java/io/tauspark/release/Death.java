package io.tauspark.release;

/** What a dying process does not survive: no operation on its files succeeds from then on, clean-up included. */
final class Death extends Error {
    private static final long serialVersionUID = 1L;

    Death() {
        super("this process is dead", null, false, false);
    }
}
