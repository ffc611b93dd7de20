package org.dddblocks.shop.replay;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A file of the Online Retail data set, plain or gzip (its content decides, not its name), read line by line.
 * <p><b>Memory.</b> One line, and one entry for each invoice: nothing grows with the number of rows.
 */
final class RetailFile {
    private static final String HEADER = String.join(",", RowReader.COLUMNS);
    private static final int GZIP_MAGIC = 0x1f8b;

    private final Path path;

    private RetailFile(Path path) {
        this.path = path;
    }

    /** What a reader of the file is told, in the order of the file. */
    interface Visitor {
        void row(Row row);

        void malformed(MalformedRow row);
    }

    static RetailFile at(Path path) throws UnusableFileException {
        if (Files.isDirectory(path)) {
            throw new UnusableFileException(path + " is a folder; name a file of the data set in it, as "
                    + path.resolve("online-retail-2010-12-01.csv.gz") + ".");
        }
        if (!Files.exists(path)) throw new UnusableFileException(path + " does not exist; check the path.");
        if (!Files.isRegularFile(path)) {
            throw new UnusableFileException(
                    path + " is not a regular file, and a replay reads it twice; copy it to a file first.");
        }
        if (!Files.isReadable(path)) {
            throw new UnusableFileException(path + " may not be read; give yourself the right to read it.");
        }
        return new RetailFile(path);
    }

    Path path() {
        return path;
    }

    /**
     * Reads the whole file.
     * @return a fingerprint of its content, the same for the plain and the compressed form
     */
    String read(Visitor visitor) throws UnusableFileException {
        long[] line = {0};
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(path), 1 << 16)) {
            DigestInputStream content = new DigestInputStream(unzipped(raw), sha256());
            InputStream buffered = new BufferedInputStream(content, 1 << 16);
            rows(new LineReader(buffered), visitor, line);
            return HexFormat.of().formatHex(content.getMessageDigest().digest());
        } catch (EOFException truncated) {
            throw new UnusableFileException(
                    path + " breaks off after line " + line[0] + ": the gzip data is incomplete; fetch the file again.",
                    truncated);
        } catch (ZipException damaged) {
            throw new UnusableFileException(
                    path + " is damaged after line " + line[0] + ": the gzip data is wrong; fetch the file again.",
                    damaged);
        } catch (IOException unreadable) {
            throw new UnusableFileException(path + " cannot be read: " + unreadable.getMessage() + ".", unreadable);
        }
    }

    private void rows(LineReader lines, Visitor visitor, long[] number) throws IOException, UnusableFileException {
        checkHeader(lines.next());
        RowReader reader = new RowReader();
        Map<String, Head> heads = new HashMap<>();
        for (LineReader.@Nullable Line line = lines.next(); line != null; line = lines.next()) {
            number[0] = line.number();
            try {
                visitor.row(sameHead(reader.read(line), heads));
            } catch (RowReader.Refused refused) {
                visitor.malformed(MalformedRow.of(line.number(), String.valueOf(refused.getMessage()), line.anyText()));
            }
        }
    }

    private void checkHeader(LineReader.@Nullable Line first) throws UnusableFileException {
        if (first == null)
            throw new UnusableFileException(path + " is empty; name a file of the Online Retail data set.");
        String text = first.anyText();
        if (text.startsWith("\uFEFF")) text = text.substring(1);
        if (text.equals(HEADER)) return;
        throw new UnusableFileException(
                path + " is no CSV file of the Online Retail data set, plain or gzip: its first line must be \""
                        + HEADER + "\", but is \""
                        + MalformedRow.shown(text.length() > 80 ? text.substring(0, 80) + "..." : text) + "\".");
    }

    private static Row sameHead(Row row, Map<String, Head> heads) throws RowReader.Refused {
        Head head =
                heads.computeIfAbsent(row.invoice(), invoice -> new Head(row.customer(), row.country(), row.line()));
        if (head.customer.equals(row.customer()) && head.country.equals(row.country())) return row;
        throw new RowReader.Refused("customer or country differs from line " + head.line + " of the same invoice");
    }

    private InputStream unzipped(InputStream raw) throws IOException {
        raw.mark(2);
        int magic = (raw.read() << 8) | raw.read();
        raw.reset();
        return magic == GZIP_MAGIC ? new GZIPInputStream(raw, 1 << 16) : raw;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJreHasIt) {
            throw new IllegalStateException(everyJreHasIt);
        }
    }

    private record Head(Optional<String> customer, String country, long line) {}
}
