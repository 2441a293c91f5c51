package io.tauspark.tokens;

import io.tauspark.store.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.function.IntFunction;

/**
 * SHA-256 of a vocabulary of byte strings, written as OpenAI publishes its own ({@code *.tiktoken}): a line for each
 * token, its bytes in Base64, a space, its id.
 */
final class VocabularyChecksum {
    private VocabularyChecksum() {}

    /** The checksum of the ids from 0 to {@code size} - 1. */
    static String of(int size, IntFunction<byte[]> bytes) {
        MessageDigest digest = Sha256.digest();
        for (int id = 0; id < size; id++) {
            String line = Base64.getEncoder().encodeToString(bytes.apply(id)) + " " + id + "\n";
            digest.update(line.getBytes(StandardCharsets.US_ASCII));
        }
        return Sha256.hex(digest.digest());
    }
}
