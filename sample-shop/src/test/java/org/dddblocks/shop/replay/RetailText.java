package org.dddblocks.shop.replay;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Small files for tests, and what a reader says about them. */
final class RetailText {
    static final String HEADER = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country";

    private RetailText() {}

    static String row(String invoice, String code, int quantity, String time, String price, String customer) {
        return "%s,%s,A THING,%d,%s,%s,%s,France".formatted(invoice, code, quantity, time, price, customer);
    }

    static Path plain(Path folder, String... rows) throws IOException {
        return Files.writeString(folder.resolve("rows.csv"), text(rows));
    }

    static Path gzip(Path folder, String... rows) throws IOException {
        Path file = folder.resolve("rows.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(text(rows).getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    static String text(String... rows) {
        return HEADER + "\n" + String.join("\n", rows) + "\n";
    }

    /** Everything a visitor was told. */
    static final class Told implements RetailFile.Visitor {
        final List<Row> rows = new ArrayList<>();
        final List<MalformedRow> malformed = new ArrayList<>();

        static Told by(Path file) throws UnusableFileException {
            Told told = new Told();
            RetailFile.at(file).read(told);
            return told;
        }

        @Override
        public void row(Row row) {
            rows.add(row);
        }

        @Override
        public void malformed(MalformedRow row) {
            malformed.add(row);
        }
    }
}
