package org.dddblocks.shop.replay;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Turns one line into a {@link Row}, or says why it is none. Each line stands alone: a broken quote cannot swallow the next. */
final class RowReader {
    static final List<String> COLUMNS = List.of(
            "InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country");

    private static final int MOST_UNITS = 10_000_000;
    private static final int LONGEST_CODE = 64;
    private static final int LONGEST_COUNTRY = 100;
    private static final int LONGEST_DESCRIPTION = 1000;
    private static final Pattern INVOICE = Pattern.compile("[AC]?[0-9]{1,12}");
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,9}");
    private static final Pattern PRICE = Pattern.compile("-?[0-9]{1,9}(\\.[0-9]{1,3})?");
    private static final Pattern CUSTOMER = Pattern.compile("[0-9]{1,12}(\\.0)?");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    /** Why a line is no row. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String reason) {
            super(reason, null, false, false);
        }
    }

    Row read(LineReader.Line line) throws Refused {
        if (line.cut()) throw new Refused("the line is longer than " + LineReader.LONGEST + " bytes");
        String text = line.utf8();
        if (text == null) throw new Refused("the line is not UTF-8");
        if (text.isEmpty()) throw new Refused("the line is empty");
        List<String> values = cells(text);
        if (values.size() != COLUMNS.size()) {
            throw new Refused("it has " + values.size() + " columns instead of " + COLUMNS.size());
        }
        return checked(row(line.number(), values));
    }

    static List<String> cells(String text) throws Refused {
        try (CSVParser parser = CSVParser.parse(text, CSVFormat.RFC4180)) {
            List<CSVRecord> records = parser.getRecords();
            if (records.size() != 1) throw new Refused("it is not exactly one record");
            return records.get(0).toList();
        } catch (IOException | java.io.UncheckedIOException broken) {
            throw new Refused("its quotes are broken: a quoted value must end with a quote before the comma");
        }
    }

    private static Row row(long line, List<String> values) throws Refused {
        return new Row(
                line,
                matching(INVOICE, "InvoiceNo", values.get(0), "digits, with A or C before them or nothing"),
                text("StockCode", values.get(1), LONGEST_CODE).toUpperCase(Locale.ROOT),
                printable("Description", values.get(2), LONGEST_DESCRIPTION),
                quantity(values.get(3)),
                time(values.get(4)),
                price(values.get(5)),
                customer(values.get(6)),
                text("Country", values.get(7), LONGEST_COUNTRY));
    }

    private static Row checked(Row row) throws Refused {
        RowClass is = row.rowClass();
        if (row.unitPrice().signum() < 0 && is != RowClass.BAD_DEBT && is != RowClass.STOCK_ADJUST) {
            throw new Refused("UnitPrice is " + row.unitPrice() + "; only a bad-debt adjustment may be negative");
        }
        if (row.invoice().startsWith("C") && row.quantity() > 0) {
            throw new Refused("Quantity is " + row.quantity() + "; on a credit note it must be negative");
        }
        return row;
    }

    private static int quantity(String value) throws Refused {
        int quantity = Integer.parseInt(matching(INTEGER, "Quantity", value, "a whole number"));
        if (quantity == 0) throw new Refused("Quantity is 0; it must be at least one unit, in or out");
        if (Math.abs(quantity) > MOST_UNITS) {
            throw new Refused("Quantity is " + quantity + "; it must be at most " + MOST_UNITS);
        }
        return quantity;
    }

    private static BigDecimal price(String value) throws Refused {
        return new BigDecimal(matching(PRICE, "UnitPrice", value, "a number with at most three decimals"));
    }

    private static LocalDateTime time(String value) throws Refused {
        try {
            return LocalDateTime.parse(value, TIME);
        } catch (DateTimeParseException wrong) {
            throw new Refused("InvoiceDate is " + quoted(value) + "; it must be a date as 2010-12-01 08:26:00");
        }
    }

    private static Optional<String> customer(String value) throws Refused {
        if (value.isEmpty()) return Optional.empty();
        String number = matching(CUSTOMER, "CustomerID", value, "a number, or nothing for a guest");
        return Optional.of(number.endsWith(".0") ? number.substring(0, number.length() - 2) : number);
    }

    private static String matching(Pattern allowed, String column, String value, String rule) throws Refused {
        if (allowed.matcher(value).matches()) return value;
        throw new Refused(column + " is " + quoted(value) + "; it must be " + rule);
    }

    private static String text(String column, String value, int longest) throws Refused {
        if (value.isBlank()) throw new Refused(column + " is empty");
        return printable(column, value, longest);
    }

    private static String printable(String column, String value, int longest) throws Refused {
        if (value.length() > longest) {
            throw new Refused(column + " has " + value.length() + " characters; at most " + longest);
        }
        if (value.chars().anyMatch(Character::isISOControl)) throw new Refused(column + " has a control character");
        return value;
    }

    private static String quoted(String value) {
        return "\"" + MalformedRow.shown(value) + "\"";
    }
}
