package io.tauspark.corpus.files;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The content of a compressed stream. Some decoders fail on damaged data with any runtime exception. */
final class CheckedContent extends FilterInputStream {
    CheckedContent(InputStream content) {
        super(content);
    }

    @Override
    public int read() throws IOException {
        try {
            return in.read();
        } catch (RuntimeException broken) {
            throw damaged(broken);
        }
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        try {
            return in.read(into, offset, length);
        } catch (RuntimeException broken) {
            throw damaged(broken);
        }
    }

    private static IOException damaged(RuntimeException cause) {
        return new IOException("its compressed data are damaged", cause);
    }
}
