package org.dddblocks.shop.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.dddblocks.shop.replay.RetailText.Told;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetailFileTest {
    private static final String GOOD =
            "536365,85123a,\" 6\"\" HEART, £ & \",6,2010-12-01 08:26:00,0.001,17850.0,United Kingdom";

    @TempDir
    Path folder;

    @Test
    void a_row_keeps_description_and_price_exactly_and_unifies_code_and_customer() throws Exception {
        Row row = Told.by(RetailText.plain(folder, GOOD)).rows.get(0);

        assertThat(row.line()).isEqualTo(2);
        assertThat(row.stockCode()).isEqualTo("85123A");
        assertThat(row.description()).isEqualTo(" 6\" HEART, £ & ");
        assertThat(row.unitPrice()).isEqualTo(new BigDecimal("0.001"));
        assertThat(row.amount()).isEqualTo(new BigDecimal("0.006"));
        assertThat(row.customer()).isEqualTo(Optional.of("17850"));
    }

    @Test
    void content_decides_what_is_gzip_and_both_forms_have_one_fingerprint() throws Exception {
        Path plainNamedGz = Files.move(RetailText.plain(folder, GOOD), folder.resolve("plain.gz"));
        Path gzipNamedCsv = Files.move(RetailText.gzip(folder, GOOD), folder.resolve("packed.csv"));

        assertThat(RetailFile.at(plainNamedGz).read(new Told()))
                .isEqualTo(RetailFile.at(gzipNamedCsv).read(new Told()));
    }

    @Test
    void a_byte_order_mark_windows_line_ends_and_a_missing_last_line_end_do_no_harm() throws Exception {
        Path file = Files.writeString(
                folder.resolve("w.csv"), "\uFEFF" + RetailText.HEADER + "\r\n" + GOOD + "\r\n" + GOOD);

        Told told = Told.by(file);

        assertThat(told.rows).hasSize(2);
        assertThat(told.malformed).isEmpty();
    }

    @Test
    void a_broken_quote_costs_its_own_line_only() throws Exception {
        String broken = "536366,22633,\"HAND WARMER,6,2010-12-01 08:28:00,1.85,17850.0,United Kingdom";

        Told told = Told.by(RetailText.plain(folder, GOOD, broken, GOOD));

        assertThat(told.rows).extracting(Row::line).containsExactly(2L, 4L);
        assertThat(told.malformed).singleElement().satisfies(row -> {
            assertThat(row.line()).isEqualTo(3);
            assertThat(row.reason()).contains("quotes are broken");
            assertThat(row.text()).isEqualTo(broken);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "536365,85123A,X,6,2010-12-01 08:26:00,2.55,17850.0                | 7 columns instead of 8",
                "536365,85123A,X,6,2010-12-01 08:26:00,2.55,17850.0,France,more    | 9 columns instead of 8",
                "''                                                                | the line is empty",
                ",85123A,X,6,2010-12-01 08:26:00,2.55,17850.0,France               | InvoiceNo is \"\"",
                "X36365,85123A,X,6,2010-12-01 08:26:00,2.55,17850.0,France         | InvoiceNo is \"X36365\"",
                "536365,,X,6,2010-12-01 08:26:00,2.55,17850.0,France               | StockCode is empty",
                "536365,85123A,X,six,2010-12-01 08:26:00,2.55,17850.0,France       | Quantity is \"six\"",
                "536365,85123A,X,6.5,2010-12-01 08:26:00,2.55,17850.0,France       | Quantity is \"6.5\"",
                "536365,85123A,X,0,2010-12-01 08:26:00,2.55,17850.0,France         | Quantity is 0",
                "536365,85123A,X,99999999,2010-12-01 08:26:00,2.55,17850.0,France  | at most 10000000",
                "536365,85123A,X,6,2010-02-30 08:26:00,2.55,17850.0,France         | InvoiceDate is \"2010-02-30 08:26:00\"",
                "536365,85123A,X,6,01/12/2010 08:26,2.55,17850.0,France            | InvoiceDate is \"01/12/2010 08:26\"",
                "536365,85123A,X,6,2010-12-01 08:26:00,1E3,17850.0,France          | UnitPrice is \"1E3\"",
                "536365,85123A,X,6,2010-12-01 08:26:00,0.0001,17850.0,France       | at most three decimals",
                "536365,85123A,X,6,2010-12-01 08:26:00,-2.55,17850.0,France        | UnitPrice is -2.55",
                "C36365,85123A,X,6,2010-12-01 08:26:00,2.55,17850.0,France         | on a credit note it must be negative",
                "536365,85123A,X,6,2010-12-01 08:26:00,2.55,17850.5,France         | CustomerID is \"17850.5\"",
                "536365,85123A,X,6,2010-12-01 08:26:00,2.55,17850.0,               | Country is empty"
            })
    void a_malformed_row_is_named_with_its_line_and_the_reason_and_the_rest_goes_on(String row, String reason)
            throws Exception {
        Told told = Told.by(RetailText.plain(folder, row, GOOD));

        assertThat(told.malformed).singleElement().satisfies(refused -> {
            assertThat(refused.line()).isEqualTo(2);
            assertThat(refused.reason()).contains(reason);
        });
        assertThat(told.rows).hasSize(1);
    }

    @Test
    void bytes_that_are_no_utf_8_and_lines_without_end_are_malformed_rows_too() throws Exception {
        byte[] latin1 = (RetailText.HEADER + "\n536365,22,CAF\u00c9,6,2010-12-01 08:26:00,2.55,,France\n"
                        + "x".repeat(1_000_000) + "\n" + GOOD.replace("£", "") + "\n")
                .getBytes(StandardCharsets.ISO_8859_1);

        Told told = Told.by(Files.write(folder.resolve("latin1.csv"), latin1));

        assertThat(told.malformed).extracting(MalformedRow::line).containsExactly(2L, 3L);
        assertThat(told.malformed.get(0).reason()).contains("not UTF-8");
        assertThat(told.malformed.get(1).reason()).contains("longer than 16384 bytes");
        assertThat(told.malformed.get(1).text()).hasSizeLessThan(400);
        assertThat(told.rows).hasSize(1);
    }

    @Test
    void a_row_that_contradicts_its_invoice_is_malformed() throws Exception {
        Told told = Told.by(RetailText.plain(
                folder, GOOD, GOOD.replace("17850", "17851"), GOOD.replace("United Kingdom", "France")));

        assertThat(told.rows).hasSize(1);
        assertThat(told.malformed)
                .hasSize(2)
                .allSatisfy(row -> assertThat(row.reason()).contains("line 2 of the same invoice"));
    }

    @Test
    void values_too_long_for_the_shop_are_malformed_rows() throws Exception {
        Told told = Told.by(RetailText.plain(
                folder,
                GOOD.replace("85123a", "8".repeat(65)),
                GOOD.replace("United Kingdom", "U".repeat(101)),
                GOOD.replace("HEART", "H".repeat(1_001))));

        assertThat(told.rows).isEmpty();
        assertThat(told.malformed)
                .extracting(MalformedRow::reason)
                .containsExactly(
                        "StockCode has 65 characters; at most 64",
                        "Country has 101 characters; at most 100",
                        "Description has 1011 characters; at most 1000");
    }

    @Test
    void more_units_than_a_warehouse_holds_are_refused_before_anything_is_sent() throws Exception {
        String[] rows = new String[101];
        Arrays.setAll(rows, n -> RetailText.row("" + (100 + n), "A", 10_000_000, "2010-12-01 08:26:00", "0.001", ""));

        assertThatThrownBy(() -> Overview.of(RetailFile.at(RetailText.plain(folder, rows))))
                .isInstanceOf(UnusableFileException.class)
                .hasMessageContainingAll("sells 1010000000 units of A", "replay it in parts");
    }

    @Test
    void gzip_data_that_breaks_off_is_refused_with_the_last_good_line() throws Exception {
        String[] rows = new String[5_000];
        Arrays.setAll(rows, n -> GOOD.replace("536365", "" + (536365 + n * 7919 % 5003)));
        byte[] whole = Files.readAllBytes(RetailText.gzip(folder, rows));
        Path half = Files.write(folder.resolve("half.csv.gz"), Arrays.copyOf(whole, whole.length / 2));

        assertThatThrownBy(() -> Told.by(half))
                .isInstanceOf(UnusableFileException.class)
                .hasMessageMatching(".*half.csv.gz breaks off after line \\d{2,}: .*fetch the file again\\.");
    }

    @Test
    void damaged_gzip_data_is_refused() throws Exception {
        byte[] bytes = Files.readAllBytes(RetailText.gzip(folder, GOOD));
        bytes[bytes.length - 6] ^= 1;
        Path damaged = Files.write(folder.resolve("damaged.csv.gz"), bytes);

        assertThatThrownBy(() -> Told.by(damaged))
                .isInstanceOf(UnusableFileException.class)
                .hasMessageContainingAll("damaged", "fetch the file again");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b,c\n", "\u0000\u0001PNG\n", "InvoiceNo;StockCode\n", "\n"})
    void a_file_with_another_first_line_is_refused_without_printing_what_cannot_be_shown(String text)
            throws IOException {
        Path file = Files.writeString(folder.resolve("other.csv"), text);

        assertThatThrownBy(() -> Told.by(file))
                .isInstanceOf(UnusableFileException.class)
                .hasMessageContaining("its first line must be \"" + RetailText.HEADER)
                .message()
                .doesNotContainPattern("\\p{Cntrl}");
    }

    @Test
    void missing_empty_and_unusual_files_are_refused_with_the_remedy() throws Exception {
        Path empty = Files.createFile(folder.resolve("empty.csv"));

        assertThatThrownBy(() -> RetailFile.at(folder.resolve("none.csv")))
                .hasMessageContaining("does not exist; check the path");
        assertThatThrownBy(() -> RetailFile.at(folder)).hasMessageContaining("is a folder; name a file");
        assertThatThrownBy(() -> Told.by(empty)).hasMessageContaining("is empty; name a file");
        assertThatThrownBy(() -> Overview.of(RetailFile.at(RetailText.plain(folder, "junk"))))
                .hasMessageContaining("no usable row after its header (1 malformed)");
    }
}
