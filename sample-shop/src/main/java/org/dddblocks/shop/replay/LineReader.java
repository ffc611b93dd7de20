package org.dddblocks.shop.replay;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Cuts a stream into lines at LF or CRLF; a line too long to be a row is cut off, so memory stays bounded. */
final class LineReader {
    static final int LONGEST = 16 * 1024;

    private final InputStream in;
    private long number;

    LineReader(InputStream in) {
        this.in = in;
    }

    /** {@return the next line, or null at the end} */
    @Nullable
    Line next() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
        int read = in.read();
        if (read < 0) return null;
        boolean cut = false;
        for (; read >= 0 && read != '\n'; read = in.read()) {
            if (bytes.size() < LONGEST) bytes.write(read);
            else cut = true;
        }
        return new Line(++number, withoutReturn(bytes.toByteArray()), cut);
    }

    private static byte[] withoutReturn(byte[] bytes) {
        boolean crlf = bytes.length > 0 && bytes[bytes.length - 1] == '\r';
        return crlf ? java.util.Arrays.copyOf(bytes, bytes.length - 1) : bytes;
    }

    /** One line as bytes. Not a value: it is decoded and forgotten. */
    @SuppressWarnings("ArrayRecordComponent")
    record Line(long number, byte[] bytes, boolean cut) {

        /** {@return the text, or null if the bytes are no UTF-8} */
        @Nullable
        String utf8() {
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
            } catch (CharacterCodingException notUtf8) {
                return null;
            }
        }

        /** {@return the text for people, whatever the bytes are} */
        String anyText() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
